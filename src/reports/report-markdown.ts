import { claimParticulars, judgedWords, type Particular } from './claim-words.js';
import type { ReportCase, ReportCaseClaim, ReportClaim, ReportContent } from './report-content.js';
import type { QuestionRow } from './report-rows.js';
import {
  attemptWords,
  caseClaimWords,
  LINES_MEANING,
  particulars,
  positionTitle,
  readable,
  UNDECIDED,
  unverifiedSentence,
} from './report-words.js';

/** The report as Markdown (CommonMark with tables). */
export function markdownReport(content: ReportContent): string {
  return `${[
    `# Citation report: ${plain(content.title)}`,
    particulars(content)
      .map(([name, value]) => `- **${name}**: ${plain(value)}`)
      .join('\n'),
    ...overviewText(content),
    '## Claims',
    ...content.claims.map(claimText),
    ...section('Claims that cannot all be true', content.contradictions.map(caseText)),
    ...section('Open questions', content.questions.map(questionText)),
    ...section('Sources cited', [content.bibliography.map((entry) => `- ${plain(entry)}`).join('\n')]),
  ].join('\n\n')}\n`;
}

function section(title: string, parts: string[]): string[] {
  return parts.join('') === '' ? [] : [`## ${title}`, ...parts];
}

function overviewText(content: ReportContent): string[] {
  const { byConfidence, byLines, marks } = content.overview;
  return [
    '## Overview',
    unverifiedSentence(content),
    LINES_MEANING,
    table(
      ['Confidence', 'Claims', 'Unverified'],
      byConfidence.map(({ confidence, claims, unverified }) => [confidence, claims, unverified]),
    ),
    table(
      ['Independent lines for', 'Claims', 'Unverified'],
      byLines.map(({ lines, claims, unverified }) => [lines, claims, unverified]),
    ),
    table(
      ['Mark', 'Claims', 'Which'],
      marks.map(({ mark, claims }) => [mark, claims.length, claims.map((n) => `#${n}`).join(', ')]),
    ),
  ];
}

/** @param rows are Markdown already */
function table(head: string[], rows: (string | number)[][]): string {
  const isNumber = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  return [head, isNumber.map((right) => (right ? '---:' : '---')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function claimText(claim: ReportClaim): string {
  return [
    `### #${claim.number} ${plain(claim.statement)}${claim.marks.map((mark) => ` [${mark}]`).join('')}`,
    ...claim.quotations.map(({ paragraph, words }) => `> “${quoted(words)}” (¶${paragraph})`),
    ...(claim.contested
      ? [
          table(
            ['Held', 'By', 'Why'],
            claim.judgements.map((judgement) => [
              judgement.confidence,
              plain(judgedWords(judgement)),
              plain(judgement.rationale),
            ]),
          ),
        ]
      : []),
    claimParticulars(claim).map(particularText).join('\n'),
  ].join('\n\n');
}

function particularText({ name, values }: Particular): string {
  if (values.length === 1) return `- **${name}**: ${plain(values[0]!)}`;
  return [`- **${name}**:`, ...values.map((value) => `  - ${plain(value)}`)].join('\n');
}

function caseText({ statement, question, state, rationale, positions, undecided }: ReportCase): string {
  return [
    `### ${plain(statement)}`,
    ...(question === null ? [] : [`**Question**: ${plain(question)}`]),
    ...positions.map((position) =>
      [
        `- **${positionTitle(position)}**: ${plain(position.statement)}`,
        ...position.claims.map((claim) => `  - ${caseClaimText(claim)}`),
      ].join('\n'),
    ),
    ...(undecided.length === 0
      ? []
      : [
          positions.length === 0
            ? undecided.map((claim) => `- ${caseClaimText(claim)}`).join('\n')
            : [`- **${UNDECIDED}**:`, ...undecided.map((claim) => `  - ${caseClaimText(claim)}`)].join('\n'),
        ]),
    `*${readable(state)}.*${rationale === null ? '' : ` ${plain(rationale)}`}`,
  ].join('\n\n');
}

function caseClaimText(claim: ReportCaseClaim): string {
  const { pointer, statement, standing } = caseClaimWords(claim);
  return `${pointer} ${plain(statement)} (${standing})`;
}

function questionText({ kind, statement, why, state, stateBecause, claims, leads }: QuestionRow): string {
  const leadLines = leads.map(({ kind: leadKind, description, state: leadState, note, attempts }) =>
    [
      `- Lead (${leadKind}, ${readable(leadState)}): ${plain(description)}${note === null ? '' : ` — ${plain(note)}`}`,
      ...attempts.map((attempt) => `  - Attempt: ${plain(attemptWords(attempt))}`),
    ].join('\n'),
  );
  return [
    `### ${plain(statement)}`,
    `*${readable(kind)}, ${state}*${stateBecause === null ? '' : `: ${plain(stateBecause)}`} — on ${claims.map((number) => `#${number}`).join(', ')}`,
    ...(why === null ? [] : [plain(why)]),
    ...(leadLines.length === 0 ? [] : [leadLines.join('\n')]),
  ].join('\n\n');
}

/** Text of people on one line, with what Markdown would take for its own made harmless. */
function plain(text: string): string {
  return escaped(text.replace(/\s*[\n\r]\s*/g, ' '));
}

/** A quotation keeps its line breaks: they are the text's own. */
function quoted(words: string): string {
  return words
    .split(/\r\n|\r|\n/)
    .map(escaped)
    .join('  \n> ');
}

/** Marks within a line, entities, and what would begin a list or a heading. */
function escaped(line: string): string {
  return line
    .replace(/[\\`*_[\]<>#|&~]/g, '\\$&')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}
