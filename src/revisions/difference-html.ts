import type { Change } from '../collation/changes.rules.js';
import { escapeHtml as escape } from '../common/html.js';
import type { PassageDifference, PassageState } from './difference.rules.js';
import { DIFFERENCE_STYLE } from './difference-style.js';
import type { ComparedRevision, TestimonyDifference } from './testimony-difference.js';

/** The difference of two revisions as one self-contained page. Everything people wrote is escaped. */
export function htmlDifference(difference: TestimonyDifference): string {
  const { testimony, from, to, passages } = difference;
  const title = escape(`${testimony.accession}: revision ${from.number} and revision ${to.number}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${DIFFERENCE_STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p lang="${escape(testimony.language)}" dir="auto">${escape(testimony.title)}</p>
<dl>${revisionTerm('From', from)}${revisionTerm('To', to)}</dl>
<p>${escape(summaryWords(difference))}</p>
<p>Words <del>struck out</del> stand in revision ${from.number} only, words <ins>underlined</ins> in revision ${to.number} only.</p>
</header>
<main lang="${escape(testimony.language)}">
${sections(passages).join('\n')}
</main>
</body>
</html>
`;
}

function revisionTerm(name: string, { number, kind, because, sha256, activity }: ComparedRevision): string {
  const made = `revision ${number}, ${kind}, ${activity.at.slice(0, 10)}, ${activity.agent.name}`;
  const reason = because === null ? '' : `<dd dir="auto">${escape(because)}</dd>`;
  return `<dt>${name}</dt><dd dir="auto">${escape(made)}</dd>${reason}<dd>SHA-256 <code>${sha256}</code></dd>`;
}

const STATE_WORDS: Record<PassageState, string> = {
  unchanged: 'unchanged',
  changed: 'changed',
  moved: 'moved',
  moved_and_changed: 'moved and changed',
  added: 'added',
  removed: 'removed',
};

function summaryWords({ from, to, passages, spacingOnly }: TestimonyDifference): string {
  if (from.sha256 === to.sha256) return 'Both texts are the same, byte for byte.';
  if (spacingOnly) return 'Only the white space between passages differs.';
  const counts = Object.entries(STATE_WORDS)
    .map(([state, words]) => ({ words, many: passages.filter((passage) => passage.state === state).length }))
    .filter(({ many }) => many > 0);
  return `Passages: ${counts.map(({ words, many }) => `${many} ${words}`).join(', ')}.`;
}

/** One for each passage; those without words are named together. */
function sections(passages: PassageDifference[]): string[] {
  const sections: string[] = [];
  let unchanged: number[] = [];
  const flush = (): void => {
    if (unchanged.length > 0) sections.push(unchangedLine(unchanged));
    unchanged = [];
  };
  for (const passage of passages) {
    if (passage.state === 'unchanged' && passage.changes.length === 0) unchanged.push(passage.number);
    else {
      flush();
      sections.push(section(passage));
    }
  }
  flush();
  return sections;
}

function unchangedLine(numbers: number[]): string {
  const names = numbers.map((number) => `¶${number}`).join(', ');
  return `<p class="unchanged" lang="en">${names}: unchanged</p>`;
}

function section({ number, state, from, to, changes }: PassageDifference): string {
  const id = `passage-${number}`;
  const moved =
    state === 'moved' || state === 'moved_and_changed'
      ? `<p class="place" lang="en">It stood at character ${from!.start}; it stands at ${to!.start}.</p>\n`
      : '';
  const words =
    changes.length === 0 ? '' : `<p class="words" dir="auto">${changes.map(changeElement).join('')}</p>\n`;
  return `<section class="${state}" aria-labelledby="${id}">
<h2 id="${id}" lang="en">¶${number} <span class="state">${STATE_WORDS[state]}</span></h2>
${moved}${words}</section>`;
}

function changeElement({ kind, text }: Change, at: number, changes: Change[]): string {
  if (kind === 'equal') return escape(text);
  if (kind === 'delete') return `<del>${visible(text)}</del>`;
  const before = changes[at - 1];
  const looksTheSame = before?.kind === 'delete' && before.text.normalize('NFC') === text.normalize('NFC');
  return `<ins>${visible(text)}</ins>${looksTheSame ? OTHERWISE_ENCODED : ''}`;
}

/** To the eye nothing differs. */
const OTHERWISE_ENCODED = ' <span class="sign" lang="en">the same letters, encoded otherwise</span>';

/** What has no shape of its own, and what it is called. */
const SIGNS: Record<string, [sign: string, name: string]> = {
  '\r\n': ['↵', 'line break (CR LF)'],
  '\n': ['↵', 'line break'],
  '\r': ['↵', 'line break (CR)'],
  '\u2028': ['↵', 'line separator'],
  '\u2029': ['↵', 'paragraph separator'],
  '\t': ['⇥', 'tab'],
  ' ': ['␣', 'space'],
  '\u00a0': ['⍽', 'no-break space'],
  '\u3000': ['□', 'ideographic space'],
};
const SHAPELESS = /\r\n|[\s\p{White_Space}\p{Cf}\p{Cc}]/gu;
const NOTHING_ELSE = /^[\s\p{White_Space}\p{Cf}\p{Cc}]+$/u;

/** Spaces among words are seen by the words around; where nothing else was changed they are shown by a sign. */
function visible(text: string): string {
  const showsAll = NOTHING_ELSE.test(text);
  let html = '';
  let at = 0;
  for (const { 0: piece, index } of text.matchAll(SHAPELESS)) {
    const isBreak = /[\r\n\u2028\u2029]/.test(piece);
    if (!showsAll && !isBreak) continue;
    html += escape(text.slice(at, index)) + signElement(piece) + (isBreak ? '\n' : '');
    at = index + piece.length;
  }
  return html + escape(text.slice(at));
}

function signElement(piece: string): string {
  const code = `U+${piece.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  const [sign, name] = SIGNS[piece] ?? [code, code];
  return `<span class="sign" lang="en" role="img" aria-label="${name}">${sign}</span>`;
}
