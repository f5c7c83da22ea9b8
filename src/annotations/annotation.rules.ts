import type {
  AnnotatedAgent,
  AnnotatedAnchor,
  AnnotatedAssessment,
  AnnotatedClaim,
  AnnotatedTexts,
} from './annotation-rows.js';
import { VOCABULARY } from '../common/vocabulary.js';

/*
 * Claims as annotations of the Web Annotation Data Model (W3C, 2017): the statement annotates the words it rests on. What
 * the model has no word for is of our vocabulary.
 */

export const CONTEXT = ['http://www.w3.org/ns/anno.jsonld', { kataribe: VOCABULARY }];
export const MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';

type JsonLd = Record<string, unknown>;

/** Without a context: in a page they share one. */
export function annotationOf(claim: AnnotatedClaim, texts: AnnotatedTexts, base: string): JsonLd {
  const { anchors, assessments, recorded, revised, testimony } = claim;
  const testimonyAddress = `${base}/api/testimonies/${testimony.id}`;
  const targets = anchors.map((anchor) => target(anchor, texts, testimonyAddress, testimony.language));
  return {
    id: `${base}/api/claims/${claim.id}/annotation`,
    type: 'Annotation',
    motivation: assessments.length === 0 ? 'describing' : ['describing', 'assessing'],
    ...(recorded === null ? {} : { created: utc(recorded.at), ...creator(recorded.by, base) }),
    ...(revised === null || revised === recorded?.at ? {} : { modified: utc(revised) }),
    'kataribe:claim': { id: `${base}/api/claims/${claim.id}` },
    'kataribe:claimVersion': claim.version,
    body: [
      { type: 'TextualBody', value: claim.statement, format: 'text/plain', purpose: 'describing' },
      ...assessments.map((assessment) => judgement(assessment, base)),
    ],
    // A target there must be; where one may see none of the words, it is what they were said in.
    target: targets.length === 0 ? testimonyAddress : targets,
  };
}

function judgement(
  { confidence, rationale, claimVersion, at, by }: AnnotatedAssessment,
  base: string,
): JsonLd {
  return {
    type: 'TextualBody',
    value: `${confidence}: ${rationale}`,
    format: 'text/plain',
    purpose: 'assessing',
    created: utc(at),
    ...creator(by, base),
    'kataribe:confidence': { id: `kataribe:${confidence}` },
    'kataribe:judgedVersion': claimVersion,
  };
}

function target(anchor: AnnotatedAnchor, texts: AnnotatedTexts, testimony: string, language: string): JsonLd {
  const { revision, state, method, start, end, exact, prefix, suffix } = anchor;
  const text = texts[revision];
  const source = `${testimony}/revisions/${revision}`;
  return {
    type: 'SpecificResource',
    source: { id: source, type: 'Text', format: 'application/json', language },
    state: {
      type: 'TimeState',
      ...(text?.at ? { sourceDate: utc(text.at) } : {}),
      'kataribe:revision': revision,
      ...(text === undefined ? {} : { 'kataribe:sha256': text.sha256 }),
    },
    'kataribe:anchorState': { id: `kataribe:${state}` },
    'kataribe:anchorMethod': { id: `kataribe:${method}` },
    ...(start === null || end === null
      ? // They stand nowhere in it: a selector would select something else.
        { 'kataribe:lostWords': exact }
      : {
          selector: [
            { type: 'TextPositionSelector', start, end },
            { type: 'TextQuoteSelector', exact, prefix, suffix },
          ],
        }),
  };
}

const AGENTS: Record<AnnotatedAgent['kind'], string> = {
  person: 'Person',
  organisation: 'Organization',
  software: 'Software',
  group: 'Organization',
};

function creator(by: AnnotatedAgent | null, base: string): JsonLd {
  if (by === null) return {};
  return { creator: { id: `${base}/api/agents/${by.id}`, type: AGENTS[by.kind], name: by.name } };
}

export interface AnnotationPage {
  claims: AnnotatedClaim[];
  texts: AnnotatedTexts;
  /** The cursors of this page, if it is not the first, and of the next, if there is one. */
  cursor: string | null;
  next: string | null;
  limit: number;
}

/** @param address of the testimony that was asked for */
export function collectionOf(
  { id, accession, total, limit }: { id: string; accession: string; total: number; limit: number },
  base: string,
): JsonLd {
  const collection = collectionAddress(id, base);
  return {
    '@context': CONTEXT,
    id: collection,
    type: ['AnnotationCollection', 'http://www.w3.org/ns/ldp#BasicContainer'],
    label: `Claims of ${accession}`,
    total,
    ...(total === 0 ? {} : { first: pageAddress(collection, null, limit) }),
  };
}

export function pageOf(testimonyId: string, page: AnnotationPage, base: string): JsonLd {
  const collection = collectionAddress(testimonyId, base);
  return {
    '@context': CONTEXT,
    id: pageAddress(collection, page.cursor, page.limit),
    type: 'AnnotationPage',
    partOf: collection,
    ...(page.next === null ? {} : { next: pageAddress(collection, page.next, page.limit) }),
    items: page.claims.map((claim) => annotationOf(claim, page.texts, base)),
  };
}

function collectionAddress(testimonyId: string, base: string): string {
  return `${base}/api/testimonies/${testimonyId}/annotations`;
}

function pageAddress(collection: string, cursor: string | null, limit: number): string {
  const at = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  return `${collection}/page?limit=${limit}${at}`;
}

/** PostgreSQL writes an offset; the model asks for Z. */
export function utc(moment: string): string {
  return moment.replace(/\+00(:00)?$/, 'Z');
}
