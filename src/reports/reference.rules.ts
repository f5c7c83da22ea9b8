import { sourceNote, type NotedSource } from '../sources/source-note.js';
import type { ReportClaimReference } from './report-content.js';
import type { ClaimReferenceRow, DateRow, NameRow, TestimonyRow } from './report-rows.js';

/** How a report names what it refers to. */

export function toldWords({ words, edtf }: DateRow): string {
  if (words === null) return edtf ?? '';
  return edtf === null ? `“${words}”` : `“${words}” (${edtf})`;
}

/** Names people: the unnamed are said to be so, and who the narrator is, is said at the head of the report. */
export type NameWords = (row: NameRow) => string;

export function nameWordsIn({ contributors }: TestimonyRow): NameWords {
  const narrators = contributors.filter(({ role }) => role === 'narrator');
  const [narrator] = narrators.length === 1 ? narrators : [];
  return ({ id, name, unnamed }) => {
    if (id === narrator?.id) return `the narrator, ${unnamed ? 'unnamed' : name}`;
    return unnamed ? `unnamed: ${name}` : name;
  };
}

/** What is cited: a source as in a note, a claim or the words of a passage. */
export function citedWords({
  source,
  claim,
  passage,
  locator,
}: {
  source: NotedSource | null;
  claim: { pointer: string; statement: string } | null;
  passage: string | null;
  locator: { label: string; value: string } | null;
}): string {
  if (source !== null) return sourceNote(source, locator);
  return claim === null ? (passage ?? '') : `${claim.pointer}: ${claim.statement}`;
}

/** @param own the accession number of the testimony of the report: its claims are known by their number alone */
export function claimReference(
  { accession, number, statement, confidence, unverified, contested }: ClaimReferenceRow,
  own: string,
): ReportClaimReference {
  const isOwn = accession === own;
  return {
    pointer: isOwn ? `#${number}` : `${accession} #${number}`,
    number: isOwn ? number : null,
    statement,
    confidence,
    unverified,
    contested,
  };
}
