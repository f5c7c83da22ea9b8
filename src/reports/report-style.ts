/** How a report looks: one column of text on the screen, A4 on paper. Nothing is fetched from anywhere. */
export const STYLE = `
:root { color-scheme: light; }
body { font: 1rem/1.5 Georgia, 'Noto Serif', 'Noto Serif CJK JP', 'Noto Serif JP', serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #999; }
h3 { font-size: 1.05rem; line-height: 1.4; margin: 0 0 .4rem; }
h4 { font-size: 1rem; margin: 0; }
a { color: #0b4a8f; }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; padding: 0; }
dl { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: .2rem 1rem; margin: .4rem 0; }
dt { color: #555; grid-column: 1; }
dd { margin: 0; grid-column: 2; }
article { margin: 1.8rem 0; }
blockquote { margin: .4rem 0; padding-inline-start: .8rem; border-inline-start: 3px solid #bbb; white-space: pre-line; }
table { border-collapse: collapse; margin: .8rem 0; }
caption { text-align: start; font-weight: bold; padding-bottom: .2rem; }
th, td { padding: .2rem 1rem .2rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid #ddd; }
thead th { font-weight: normal; color: #555; }
tbody th { font-weight: normal; white-space: nowrap; }
td.number, th.number { text-align: end; }
.counts { display: flex; flex-wrap: wrap; align-items: start; gap: 0 3rem; }
.mark { font: .8rem/1.5 'Helvetica Neue', Arial, sans-serif; border: 1px solid #8a4b00; color: #8a4b00; padding: 0 .35rem; border-radius: .2rem; white-space: nowrap; }
.positions { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: .8rem; margin: .6rem 0; }
.position { border: 1px solid #ccc; border-radius: .2rem; padding: .5rem .8rem; }
.position.preferred { border: 2px solid #1a1a1a; }
.position p { margin: .2rem 0; }
ul { padding-inline-start: 1.2rem; margin: .4rem 0; }
.standing { color: #555; }
@media (max-width: 34rem) {
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dt, dd { grid-column: 1; }
  dd + dt { margin-top: .35rem; }
  table { font-size: .9rem; }
  th, td { padding-inline-end: .5rem; }
  td:last-child { overflow-wrap: anywhere; }
  tbody th { white-space: normal; }
}
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt; line-height: 1.35; }
  dl { gap: .05rem 1rem; margin: .2rem 0; grid-template-columns: 10.5rem minmax(0, 1fr); }
  h1 { font-size: 1.4rem; } h3 { font-size: 1rem; margin: 0 0 .2rem; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  h2, h3, h4, caption, thead, article > blockquote { break-after: avoid; }
  article { margin: 1rem 0; }
  h3, blockquote, tr, dd, .counts, .position { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
}
`;
