import { claimParticulars, judgedWords, type Particular, placeWords } from './claim-words.js';
import { answerParticulars, couldAnswerWords, gapParticulars, leadWords } from './question-words.js';
import type {
  ReportAnswer,
  ReportCase,
  ReportClaim,
  ReportClaimReference,
  ReportContent,
  ReportGap,
  ReportGaps,
  ReportLog,
  ReportQuestion,
} from './report-content.js';
import {
  claimReferenceWords,
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
    ...section('Answered questions', content.answers.map(answerText)),
    ...section('Expected documents', gapTexts(content.gaps)),
    ...section('Research log', content.researchLog.map(logText)),
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
    ...claim.quotations.map(
      (quotation) => `> “${quoted(quotation.words)}” (${quoted(placeWords(quotation))})`,
    ),
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

function caseClaimText(claim: ReportClaimReference): string {
  const { pointer, statement, standing } = claimReferenceWords(claim);
  return `${pointer} ${plain(statement)} (${standing})`;
}

function questionText(question: ReportQuestion): string {
  const { kind, statement, why, state, stateBecause, claims } = question;
  return [
    `### ${plain(statement)}`,
    standing(`${readable(kind)}, ${state}`, stateBecause, claims),
    ...(why === null ? [] : [plain(why)]),
    particularText(couldAnswerWords(question)),
  ].join('\n\n');
}

function answerText(answered: ReportAnswer): string {
  const { kind, question, because, claims } = answered;
  return [
    `### ${plain(question)}`,
    standing(`${readable(kind)}, answered`, because, claims),
    ...(answered.answer === null ? [] : [answerParticulars(answered).map(particularText).join('\n')]),
  ].join('\n\n');
}

function standing(state: string, because: string | null, claims: number[]): string {
  return `*${state}*${because === null ? '' : `: ${plain(because)}`} — on ${claims.map((number) => `#${number}`).join(', ')}`;
}

function gapTexts({ counts, documents }: ReportGaps): string[] {
  if (documents.length === 0) return [];
  const rows = counts.map(({ state, documents: many }) => [readable(state), many]);
  return [table(['Search', 'Documents'], rows), ...documents.map(gapText)];
}

function gapText(gap: ReportGap): string {
  return [`### ${plain(gap.description)}`, gapParticulars(gap).map(particularText).join('\n')].join('\n\n');
}

function logText({ question, state, leads }: ReportLog): string {
  const items = leads
    .map(leadWords)
    .map(({ lead, below }) => [`- ${plain(lead)}`, ...below.map((said) => `  - ${plain(said)}`)].join('\n'));
  return [`### ${plain(question)}`, `*${state}*`, items.join('\n')].join('\n\n');
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
