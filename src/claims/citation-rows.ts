import { randomUUID } from 'node:crypto';
import type { Reference } from '../access/readable-references.js';
import type { Fault } from '../common/fault.js';
import { languageTagFault } from '../common/language-tag.js';
import { invalid } from '../common/problem.js';
import type { Activity } from '../provenance/ledger.js';
import { isCslLocatorLabel } from '../sources/csl.rules.js';
import type { SourcesService } from '../sources/sources.service.js';
import { type CitedSource, refuseWithdrawnSources } from '../sources/withdrawn-sources.js';
import type { CitationDto } from './citation.dto.js';

/** A citation as it is inserted. */
export interface CitationRow {
  id: string;
  stance: string;
  sourceId?: string;
  claimId?: string;
  passageId?: string;
  locatorLabel?: string;
  locatorValue?: string;
  quotation?: string;
  quotationLanguage?: string;
  note?: string;
  sourceClass?: string;
  informationClass?: string;
  evidenceClass?: string;
}

/** What citations refer to that must exist already. */
export function citationReferences(citations: CitationDto[], pointer: (n: number) => string): Reference[] {
  return citations.flatMap(({ source, claimId, passageId }, n): Reference[] => [
    ...(source?.id === undefined
      ? []
      : [{ table: 'source' as const, id: source.id, pointer: `${pointer(n)}/source/id` }]),
    ...(claimId === undefined
      ? []
      : [{ table: 'claim' as const, id: claimId, pointer: `${pointer(n)}/claimId` }]),
    ...(passageId === undefined
      ? []
      : [{ table: 'passage' as const, id: passageId, pointer: `${pointer(n)}/passageId` }]),
  ]);
}

/** The sources that are cited by their ids. */
export function citedSources(citations: CitationDto[], pointer: (n: number) => string): CitedSource[] {
  return citations.flatMap(({ source }, n) =>
    source?.id === undefined ? [] : [{ id: source.id, pointer: `${pointer(n)}/source/id` }],
  );
}

/** Makes rows of citations, unless one of them cites a source that was withdrawn. */
export async function citationRows(
  activity: Activity,
  sources: SourcesService,
  citations: CitationDto[],
  pointer: (n: number) => string,
): Promise<CitationRow[]> {
  await refuseWithdrawnSources(activity, citedSources(citations, pointer));
  return rowsOfCitations(activity, sources, citations, pointer);
}

/**
 * Makes rows of citations whose sources are known to stand. A source given by its CSL is found again, or recorded on
 * the way, in the same activity.
 */
export async function rowsOfCitations(
  activity: Activity,
  sources: SourcesService,
  citations: CitationDto[],
  pointer: (n: number) => string,
): Promise<CitationRow[]> {
  const faults = citations.flatMap((citation, n) => citationFaults(citation, pointer(n)));
  if (faults.length > 0) throw invalid(faults);
  const rows: CitationRow[] = [];
  for (const [n, { source, locator, ...citation }] of citations.entries()) {
    const sourceId =
      source === undefined
        ? undefined
        : (source.id ?? (await sources.findOrWrite(activity, source, `${pointer(n)}/source`)));
    rows.push({
      ...citation,
      id: randomUUID(),
      sourceId,
      locatorLabel: locator?.label,
      locatorValue: locator?.value,
    });
  }
  return rows;
}

function citationFaults(citation: CitationDto, pointer: string): Fault[] {
  const { source, claimId, passageId, locator, quotationLanguage } = citation;
  const faults: Fault[] = [];
  const cited = [source, claimId, passageId].filter((target) => target !== undefined).length;
  if (cited !== 1) {
    faults.push({
      pointer: `${pointer}/source`,
      code: 'citation.one_target',
      expected: 'exactly one of source, claimId and passageId',
      found: String(cited),
    });
  }
  if (source?.id !== undefined && (source.csl ?? source.description ?? source.unnamedBecause) !== undefined) {
    faults.push({
      pointer: `${pointer}/source`,
      code: 'citation.source_id_or_new',
      expected: 'either the id of a source or a new source, not both',
      found: 'both',
    });
  }
  if (locator !== undefined && !isCslLocatorLabel(locator.label)) {
    faults.push({
      pointer: `${pointer}/locator/label`,
      code: 'citation.locator_label',
      expected: 'a CSL locator label such as page, chapter, folio or timestamp',
      found: JSON.stringify(locator.label),
    });
  }
  const language = quotationLanguage === undefined ? undefined : languageTagFault(quotationLanguage);
  if (language !== undefined) faults.push({ ...language, pointer: `${pointer}/quotationLanguage` });
  return faults;
}
