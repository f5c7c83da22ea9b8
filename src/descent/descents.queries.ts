import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, sequenceAsOf, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import type { Descendant } from './descents.service.js';

/** $2 clearance. A step is seen by those who may see both of its ends. */
const descents = (table: string): string => `
  SELECT d.sequence, d.version, json_build_object('id', d.id,
    'descendant', json_build_object(
      'source', CASE WHEN ds.id IS NOT NULL THEN source_reference(ds.id, ds.csl, ds.description) END,
      'testimony', CASE WHEN dt.id IS NOT NULL THEN
        json_build_object('id', dt.id, 'accession', dt.accession, 'title', dt.title) END),
    'kind', d.kind,
    'source', CASE WHEN s.id IS NOT NULL THEN source_reference(s.id, s.csl, s.description) END,
    'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
    'testimony', CASE WHEN t.id IS NOT NULL THEN
      json_build_object('id', t.id, 'accession', t.accession, 'title', t.title) END,
    'claim', CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'statement', c.statement) END,
    'note', d.note, 'withdrawnBecause', d.withdrawn_because, 'version', d.version,
    'activity', activity_reference(d.activity_id))::text AS body
  FROM ${table} d
  LEFT JOIN source ds ON ds.id = d.source_id AND may_read(ds.access, $2::smallint)
  LEFT JOIN testimony dt ON dt.id = d.testimony_id AND may_read(dt.access, $2::smallint)
  LEFT JOIN source s ON s.id = d.origin_source_id AND may_read(s.access, $2::smallint)
  LEFT JOIN agent g ON g.id = d.origin_agent_id AND may_read(g.access, $2::smallint)
  LEFT JOIN testimony t ON t.id = d.origin_testimony_id AND may_read(t.access, $2::smallint)
  LEFT JOIN claim c ON c.id = d.origin_claim_id AND may_read(c.access, $2::smallint)
  WHERE may_read(d.access, $2::smallint) AND num_nonnulls(ds.id, dt.id) = 1
    AND num_nonnulls(s.id, g.id, t.id, c.id) = 1`;

const read = recordStatements(
  'descents.read',
  (at) => `${descents(at('descent', 'id', '$1'))} AND d.id = $1`,
);

/** $1 whose, $2 clearance, $3 the last one shown, $4 how many, $5 as of */
const list = (kind: Descendant['kind'], at: TableAt): string => `
  ${descents(at('descent', `${kind}_id`, '$1'))} AND d.${kind}_id = $1 AND d.sequence > $3
  ORDER BY d.sequence LIMIT $4`;

const exists = (kind: Descendant['kind'], at: TableAt): string =>
  `SELECT FROM ${at(kind, 'id', '$1')} x WHERE x.id = $1 AND may_read(x.access, $2::smallint)`;

interface Lists {
  current: Statement;
  asOf: Statement;
  exists: Statement;
  existed: Statement;
}

const lists = (kind: Descendant['kind']): Lists => ({
  current: statement(`descents.of_${kind}`, list(kind, currentTable)),
  asOf: statement(`descents.of_${kind}_as_of`, list(kind, tableAsOf('$5'))),
  exists: statement(`descents.${kind}_exists`, exists(kind, currentTable)),
  existed: statement(`descents.${kind}_existed`, exists(kind, tableAsOf('$3'))),
});

const LISTS = { source: lists('source'), testimony: lists('testimony') };

@Injectable()
export class DescentsQueries {
  constructor(private readonly reader: Reader) {}

  descent(id: string, clearance: number, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'descent', id, clearance, asOf, path: '/api/descents' });
  }

  /** What a source or testimony goes back to, in the order it was recorded, withdrawn steps too. */
  async descentsOf(
    { kind, id }: Descendant,
    { cursor, limit = DEFAULT_LIMIT, asOf }: AsOfPageQuery,
    clearance: number,
  ): Promise<JsonDocument> {
    const moment = await sequenceAsOf(this.reader, asOf, clearance);
    const then = moment === null ? [] : [moment];
    const values = [id, clearance, decodeCursor(cursor), limit + 1, ...then];
    const wanted = LISTS[kind];
    const rows = await this.reader.rows<ListRow>(moment === null ? wanted.current : wanted.asOf, values);
    // Only an empty page leaves open whether there is such a record at all.
    if (rows.length === 0) {
      const asked = moment === null ? wanted.exists : wanted.existed;
      if ((await this.reader.rows(asked, [id, clearance, ...then])).length === 0) throw notFound(kind);
    }
    return pageDocument(rows, limit);
  }
}
