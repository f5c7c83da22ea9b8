import type { QuestionRow, ReportContent } from './report-content.js';

/** The words that every format of a report uses, so that they say the same. */

export function readable(term: string): string {
  return term.replaceAll('_', ' ');
}

/** What describes the testimony, as pairs of a name and a value. */
export function particulars(content: ReportContent): [string, string][] {
  const { number, sha256, bytes } = content.revision;
  const pairs: [string, string | null][] = [
    ['Accession number', content.accession],
    ['Kind', readable(content.kind)],
    ...content.contributors.map(({ role, name, unnamed }): [string, string] => [
      `${role.charAt(0).toUpperCase()}${role.slice(1)}`,
      unnamed ? `unnamed: ${name}` : name,
    ]),
    ['Language', content.language],
    ['Translated from', content.translatedFrom],
    ['On the translation', content.translationNote],
    ['Told or written', content.recorded],
    ['Summary', content.summary],
    ['Rights', content.rights],
    ['Text', `revision ${number}, ${bytes} bytes, SHA-256 ${sha256}`],
    ['Archive as of', `${content.asOf.at} (activity ${content.asOf.activity})`],
  ];
  return pairs.filter((pair): pair is [string, string] => pair[1] !== null);
}

export function stanceWords(stance: string): string {
  return { for: 'For', against: 'Against' }[stance] ?? 'Context';
}

export function attemptWords(attempt: QuestionRow['leads'][number]['attempts'][number]): string {
  const how = [attempt.when, attempt.by === null ? null : `by ${attempt.by}`, attempt.channel]
    .filter((part) => part !== null)
    .join(', ');
  const outcome = readable(attempt.outcome);
  return `${how === '' ? '' : `${how}: `}${outcome}.${attempt.note === null ? '' : ` ${attempt.note}`}`;
}

/** A judgement on one line, or that there is none. */
export function judgement(claim: ReportContent['claims'][number]): string {
  if (claim.confidence === null) return 'not assessed';
  return `${claim.confidence} (${claim.assessedBy}, ${claim.assessedOn})`;
}

export const UNVERIFIED_MEANING =
  'Unverified: no current judgement of probable or better stands, or nothing is cited for the claim.';
