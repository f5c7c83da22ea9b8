/** How a document looks: one column on the screen, A4 on paper. Nothing is fetched from anywhere. */
export const STYLE = `
:root { color-scheme: light; }
body { font: 1rem/1.55 Georgia, 'Noto Serif', 'Noto Serif CJK JP', 'Noto Serif JP', serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.3rem; margin: 2.4rem 0 .6rem; border-bottom: 1px solid #999; }
h3 { font-size: 1.08rem; line-height: 1.4; margin: 1.8rem 0 .4rem; }
h4, h5, h6 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
a { color: #0b4a8f; }
p { margin: .5rem 0; }
p, dd, td, li { white-space: pre-line; }
dl { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: .2rem 1rem; margin: .5rem 0; }
dt { color: #555; grid-column: 1; }
dd { margin: 0; grid-column: 2; }
.quotation { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: .4rem 1.5rem; margin: .6rem 0; }
figure { margin: 0; }
blockquote { margin: 0; padding-inline-start: .8rem; border-inline-start: 3px solid #bbb; }
figcaption { color: #555; font-size: .9rem; padding-inline-start: .95rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .8rem 0; }
caption { text-align: start; font-weight: bold; padding-bottom: .2rem; }
th, td { padding: .2rem 1rem .2rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid #ddd; font-weight: normal; }
thead th { color: #555; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
.mark { font: .8rem/1.5 'Helvetica Neue', Arial, sans-serif; border: 1px solid #8a4b00; color: #8a4b00; padding: 0 .35rem; border-radius: .2rem; white-space: normal; }
.positions { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: .8rem; margin: .6rem 0; }
.position { border: 1px solid #ccc; border-radius: .2rem; padding: .5rem .8rem; }
.position.preferred { border: 2px solid #1a1a1a; }
.position > :first-child { font-weight: bold; margin-top: 0; }
ul, ol { padding-inline-start: 1.6rem; margin: .4rem 0; }
sup { line-height: 0; }
.running { color: #555; font-size: .85rem; }
.notes { margin-top: 2.4rem; border-top: 1px solid #999; font-size: .9rem; }
@media (max-width: 34rem) {
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dt, dd { grid-column: 1; }
  dd + dt { margin-top: .35rem; }
  table { font-size: .9rem; }
  th, td { padding-inline-end: .5rem; }
}
@page { size: A4; margin: 18mm 16mm; @bottom-center { content: counter(page); } }
@media print {
  body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt; line-height: 1.4; }
  dl { grid-template-columns: 10.5rem minmax(0, 1fr); gap: .05rem 1rem; margin: .2rem 0; }
  h1 { font-size: 1.4rem; }
  a { color: inherit; text-decoration: none; }
  .wide { overflow: visible; }
  h2, h3, h4, h5, h6, caption, thead { break-after: avoid; }
  blockquote, tr, dd, .position { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
}
`;
