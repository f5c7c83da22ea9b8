/**
 * How a difference looks. What was taken out and put in is told by lines, by colour, and to those who listen by words.
 * Nothing is fetched from anywhere.
 */
export const DIFFERENCE_STYLE = `
:root { color-scheme: light; }
body { font: 1rem/1.6 Georgia, 'Noto Serif', 'Noto Serif CJK JP', 'Noto Serif JP', serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1rem; margin: 0; color: #555; }
dl { display: grid; grid-template-columns: 4rem minmax(0, 1fr); gap: .1rem 1rem; }
dt { color: #555; grid-column: 1; }
dd { margin: 0; grid-column: 2; }
code { font-size: .8rem; overflow-wrap: anywhere; }
section { margin: 1.4rem 0; padding-inline-start: .8rem; border-inline-start: 3px solid #ccc; }
section.added { border-inline-start: 3px double #14532d; }
section.removed { border-inline-start: 3px dotted #8a1c1c; }
section.changed, section.moved_and_changed { border-inline-start-color: #1a1a1a; }
.state { font: .8rem/1.5 'Helvetica Neue', Arial, sans-serif; border: 1px solid #777; color: #333; padding: 0 .35rem; border-radius: .2rem; }
.unchanged, .place { color: #555; margin: .4rem 0; }
.words { margin: .2rem 0; white-space: pre-wrap; }
ins { text-decoration: underline 2px; text-underline-offset: .15em; background: #dcf5e3; color: #0c3d1f; }
del { text-decoration: line-through; background: #fbe3e3; color: #6d1313; }
.sign { font-family: 'Noto Sans Symbols', 'Segoe UI Symbol', sans-serif; font-size: .85em; border: 1px solid currentColor; border-radius: .15rem; padding: 0 .1em; }
ins::before, ins::after, del::before, del::after { clip-path: inset(50%); position: absolute; width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
ins::before { content: ' [put in: '; }
del::before { content: ' [taken out: '; }
ins::after, del::after { content: '] '; }
@media (max-width: 34rem) { dl { grid-template-columns: minmax(0, 1fr); } dt, dd { grid-column: 1; } }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10pt; } ins, del { background: none; } h2 { break-after: avoid; } }
`;
