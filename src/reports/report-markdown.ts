import type { QuestionRow, ReportClaim, ReportContent } from './report-content.js';
import {
  attemptWords,
  judgement,
  particulars,
  readable,
  stanceWords,
  UNVERIFIED_MEANING,
} from './report-words.js';

/** The report as Markdown (CommonMark with tables). */
export function markdownReport(content: ReportContent): string {
  return `${[
    `# Citation report: ${plain(content.title)}`,
    particulars(content)
      .map(([name, value]) => `- **${name}**: ${plain(value)}`)
      .join('\n'),
    '## Confidence',
    confidenceTable(content),
    `${content.unverified} of ${content.claims.length} claims are unverified. ${UNVERIFIED_MEANING}`,
    '## Claims',
    ...content.claims.map(claimText),
    ...section(
      'Claims that cannot all be true',
      content.contradictions.map(({ statement, state, rationale, claims }) =>
        [
          `### ${plain(statement)}`,
          claims.map(({ number, statement: said }) => `- #${number} ${plain(said)}`).join('\n'),
          `*${readable(state)}.*${rationale === null ? '' : ` ${plain(rationale)}`}`,
        ].join('\n\n'),
      ),
    ),
    ...section('Open questions', content.questions.map(questionText)),
    ...section('Sources cited', [content.bibliography.map((entry) => `- ${plain(entry)}`).join('\n')]),
  ].join('\n\n')}\n`;
}

function section(title: string, parts: string[]): string[] {
  return parts.join('') === '' ? [] : [`## ${title}`, ...parts];
}

function confidenceTable({ confidences }: ReportContent): string {
  return [
    '| Confidence | Claims |',
    '| --- | ---: |',
    ...confidences.map(({ confidence, claims }) => `| ${confidence} | ${claims} |`),
  ].join('\n');
}

function claimText(claim: ReportClaim): string {
  const lines = [
    `- **Confidence**: ${plain(judgement(claim))}`,
    ...(claim.rationale === null ? [] : [`- **Why**: ${plain(claim.rationale)}`]),
    `- **How the narrator knows**: ${claim.basis}${claim.tellers.length === 0 ? '' : ` (${plain(claim.tellers.join('; '))})`}`,
    ...(claim.dateAsTold === null ? [] : [`- **Date as told**: ${plain(claim.dateAsTold)}`]),
    ...claim.citations.map(
      ({ stance, note, remark }) =>
        `- **${stanceWords(stance)}**: ${plain(note)}${remark === null ? '' : ` — ${plain(remark)}`}`,
    ),
    ...claim.flags.map(({ kind, reason, state }) => `- **Flag, ${kind}** (${state}): ${plain(reason)}`),
  ];
  return [
    `### #${claim.number} ${plain(claim.statement)}${claim.unverified ? ' [unverified]' : ''}`,
    ...claim.quotations.map(({ paragraph, words }) => `> “${quoted(words)}” (¶${paragraph})`),
    `${lines.join('\n')}\n- **Cite as**: ${claim.pointer}`,
  ].join('\n\n');
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
  return escaped(text.replace(/\s*\n\s*/g, ' '));
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
