import { LOCAL_CONTEXTS } from '../testimonies/rights.vocabulary.js';
import type { ReportClaimReference, ReportContent, ReportRecord } from './report-content.js';

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
    ['Rights statement', rightsStatementWords(content)],
    ...content.localContextsNoticesAndLabels.map(({ name, community, text }): [string, string] => [
      LOCAL_CONTEXTS,
      community === null ? name : `${name}, given by ${community}: ${text}`,
    ]),
    ['Text', `revision ${number}, ${bytes} bytes, SHA-256 ${sha256}`],
    ['Archive as of', `${content.asOf.at} (activity ${content.asOf.activity})`],
    ['Checkpoint of the log', checkpointWords(content)],
  ];
  return pairs.filter((pair): pair is [string, string] => pair[1] !== null);
}

/** What a reader needs to see that he has the same archive before him: GET /api/log/checkpoint?size=… */
function checkpointWords({ asOf: { checkpoint } }: ReportContent): string | null {
  return checkpoint === null ? null : `tree of ${checkpoint.size} entries, root ${checkpoint.root}`;
}

function rightsStatementWords({ rightsStatement: said }: ReportContent): string | null {
  return said === null ? null : `${said.label} (${said.uri}): ${said.because}`;
}

export function unverifiedSentence({ overview }: ReportContent): string {
  const unverified = overview.marks.find(({ mark }) => mark === 'unverified')!.claims.length;
  return `${unverified} of ${overview.claims} claims are unverified. ${UNVERIFIED_MEANING}`;
}

const UNVERIFIED_MEANING =
  'Unverified: no current judgement of probable or better rests on a citation independent of the telling.';

export const LINES_MEANING =
  'A line is a way from what is cited back to where it begins, sharing no record with another line nor with the ' +
  'telling itself: three memoirs that copy one newspaper are one line, and somebody or something unnamed is at most one.';

/** A record by name, the unnamed said to be so. */
export function recordWords({ kind, label, pointer, unnamed, is }: ReportRecord): string {
  if (is === 'this testimony') return is;
  // Who the unnamed narrator is, is said once: at the head of the report.
  if (is === 'the narrator') return unnamed ? `${is}, unnamed` : `${is}, ${label}`;
  if (unnamed) return `unnamed: ${label}`;
  if (pointer === null) return label;
  return kind === 'claim' ? `${pointer} “${label}”` : `${label} (${pointer})`;
}

/** What people describe has commas, semicolons and full stops of its own. */
export function recordList(records: ReportRecord[]): string {
  return records.map(recordWords).join(' · ');
}

export function claimReferenceWords({
  pointer,
  statement,
  confidence,
  unverified,
  contested,
}: ReportClaimReference): {
  pointer: string;
  statement: string;
  standing: string;
} {
  const standing = [
    confidence ?? 'not assessed',
    ...(contested ? ['contested'] : []),
    ...(unverified ? ['unverified'] : []),
  ];
  return { pointer, statement, standing: standing.join(', ') };
}

export const UNDECIDED = 'Nobody has said which side these are on';

export function positionTitle({ number, preferred }: { number: number; preferred: boolean }): string {
  return `Position ${number}${preferred ? ' (preferred)' : ''}`;
}
