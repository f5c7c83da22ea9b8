import { Injectable } from '@nestjs/common';
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, type PageQuery } from '../common/page.js';
import type { Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { TaggedDocument } from '../common/tagged-document.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import {
  type AnnotatedClaim,
  type AnnotatedTexts,
  claimMembers,
  textsOfClaim,
  textsOfTestimony,
} from './annotation-rows.js';
import { annotationOf, collectionOf, CONTEXT, MEDIA_TYPE, pageOf } from './annotation.rules.js';

const one = recordStatements(
  'annotations.read',
  (at) => `
  SELECT claim.version, json_build_object('claim', json_build_object(${claimMembers(at)}),
    'texts', (${textsOfClaim(at)}))::text AS body
  FROM ${at('claim', 'id', '$1')} claim
  JOIN testimony t ON t.id = claim.testimony_id AND may_read(t.access, $2::smallint[])
  WHERE claim.id = $1 AND may_read(claim.access, $2::smallint[])`,
);

const collection = statement(
  'annotations.collection',
  `SELECT t.accession, (SELECT count(*)::integer FROM claim
     WHERE claim.testimony_id = t.id AND may_read(claim.access, $2::smallint[])) AS total
   FROM testimony t WHERE t.id = $1 AND may_read(t.access, $2::smallint[])`,
);

/** $1 testimony, $2 clearance, $3 number of the last claim shown, $4 how many */
const page = statement(
  'annotations.page',
  `SELECT claim.number, json_build_object(${claimMembers(currentTable)}) AS claim
   FROM claim
   JOIN testimony t ON t.id = claim.testimony_id AND may_read(t.access, $2::smallint[])
   WHERE claim.testimony_id = $1 AND may_read(claim.access, $2::smallint[]) AND claim.number > $3
   ORDER BY claim.number
   LIMIT $4`,
);

const texts = statement('annotations.texts', textsOfTestimony);

interface PageRow {
  number: number;
  claim: AnnotatedClaim;
}

@Injectable()
export class AnnotationsQueries {
  constructor(private readonly reader: Reader) {}

  /** A claim as an annotation of the words it rests on. */
  async annotation(id: string, clearance: Clearance, base: string, asOf?: string): Promise<TaggedDocument> {
    const wanted = { what: 'claim', id, clearance, asOf, path: '/api/claims' };
    const { bytes, version } = await readRecord(this.reader, one, wanted);
    const { claim, texts } = JSON.parse(bytes.toString()) as { claim: AnnotatedClaim; texts: AnnotatedTexts };
    return written({ '@context': CONTEXT, ...annotationOf(claim, texts, base) }, version);
  }

  /** All claims of a testimony as a collection of annotations, which says where its first page is. */
  async collection(
    id: string,
    { limit = DEFAULT_LIMIT }: PageQuery,
    clearance: Clearance,
    base: string,
  ): Promise<TaggedDocument> {
    return written(collectionOf({ id, limit, ...(await this.totalOf(id, clearance)) }, base));
  }

  async page(
    id: string,
    { cursor, limit = DEFAULT_LIMIT }: PageQuery,
    clearance: Clearance,
    base: string,
  ): Promise<TaggedDocument> {
    const values = [id, clearance, decodeCursor(cursor), limit + 1];
    const rows = await this.reader.rows<PageRow>(page, values);
    // Only an empty page leaves open whether there is such a testimony at all.
    if (rows.length === 0) await this.totalOf(id, clearance);
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? encodeCursor(shown.at(-1)!.number) : null;
    const claims = shown.map(({ claim }) => claim);
    const found = await this.textsOf(id, claims, clearance);
    return written(pageOf(id, { claims, texts: found, cursor: cursor ?? null, next, limit }, base));
  }

  /** The texts that a page is of: one, unless some claims rest on words of earlier ones alone. */
  private async textsOf(id: string, claims: AnnotatedClaim[], clearance: Clearance): Promise<AnnotatedTexts> {
    const numbers = [...new Set(claims.flatMap(({ anchors }) => anchors.map(({ revision }) => revision)))];
    const [row] = await this.reader.rows<{ texts: AnnotatedTexts }>(texts, [id, clearance, numbers]);
    return row!.texts;
  }

  private async totalOf(id: string, clearance: Clearance): Promise<{ accession: string; total: number }> {
    const [row] = await this.reader.rows<{ accession: string; total: number }>(collection, [id, clearance]);
    if (row === undefined) throw notFound('testimony');
    return row;
  }
}

function written(document: object, version?: number): TaggedDocument {
  return new TaggedDocument(JSON.stringify(document), MEDIA_TYPE, version);
}
