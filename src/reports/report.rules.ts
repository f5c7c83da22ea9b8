import { CONFIDENCES } from '../claims/vocabularies.js';
import { sourceBibliographyEntry, sourceNote } from '../sources/source-note.js';
import type { CitationRow, ClaimRow, ReportClaim, ReportContent, ReportRows } from './report-content.js';

/** What is shown where nobody has judged a claim: the absence of a judgement, said as such. */
export const NOT_ASSESSED = 'not assessed';

/** Puts the rows in the order and the words of a report. No clock: the same archive gives the same report. */
export function reportContent({
  archive,
  testimony,
  claims,
  contradictions,
  questions,
}: ReportRows): ReportContent {
  const { recorded, recordedWhere, ...described } = testimony;
  return {
    ...described,
    recorded: [recorded, recordedWhere].filter((part) => part !== null).join(', ') || null,
    asOf: archive,
    confidences: [...CONFIDENCES, NOT_ASSESSED].map((confidence) => ({
      confidence,
      claims: claims.filter(({ assessment }) => (assessment?.confidence ?? NOT_ASSESSED) === confidence)
        .length,
    })),
    unverified: claims.filter(({ unverified }) => unverified).length,
    claims: claims.map((claim) => reportClaim(claim, testimony)),
    contradictions,
    questions,
    bibliography: bibliography(claims),
  };
}

function reportClaim(claim: ClaimRow, { accession, revision }: ReportRows['testimony']): ReportClaim {
  const { assessment, quotations } = claim;
  return {
    number: claim.number,
    pointer: `${accession} r${revision.number} ¶${quotations[0]?.passage ?? '?'} #${claim.number}`,
    statement: claim.statement,
    quotations: quotations.map(({ passage, exact }) => ({ paragraph: passage, words: exact })),
    basis: claim.basis.replaceAll('_', ' '),
    tellers: claim.tellers.map(
      ({ basis, agent, source }) => `${basis.replaceAll('_', ' ')}: ${agent ?? source ?? 'unknown'}`,
    ),
    dateAsTold: claim.date === null ? null : dateAsTold(claim.date),
    confidence: assessment?.confidence ?? null,
    assessedBy: assessment?.by ?? null,
    assessedOn: assessment?.at.slice(0, 10) ?? null,
    rationale: assessment?.rationale ?? null,
    unverified: claim.unverified,
    citations: claim.citations.map((citation) => ({
      stance: citation.stance,
      note: citationNote(citation),
      remark: citation.note,
    })),
    flags: claim.flags,
  };
}

function dateAsTold({ words, edtf }: { words: string | null; edtf: string | null }): string {
  if (words === null) return edtf ?? '';
  return edtf === null ? `“${words}”` : `“${words}” (${edtf})`;
}

function citationNote({ source, other, locator }: CitationRow): string {
  return source === null ? (other ?? '') : sourceNote(source, locator);
}

/** Every source cited, once, in the order a reader looks for it. */
function bibliography(claims: ClaimRow[]): string[] {
  const entries = new Map<string, string>();
  for (const { source, sourceId } of claims.flatMap(({ citations }) => citations)) {
    if (source !== null && sourceId !== null) entries.set(sourceId, sourceBibliographyEntry(source));
  }
  return [...entries.values()].sort((a, b) => ORDER.compare(a, b));
}

const ORDER = new Intl.Collator('en');
