import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { TestimoniesQueries } from '../testimonies/testimonies.queries.js';
import { contradictionRows } from './contradiction-document.js';
import type { ContradictionsQuery } from './contradictions.dto.js';

const read = recordStatements('contradictions.read', (at) =>
  contradictionRows(at, `${at('contradiction', 'id', '$1')} x`, 'x.id = $1'),
);

/*
 * $1 the sequence of the last one shown, $2 the clearance, $3 how many, $4 a state or null; then the testimony, and
 * the moment. Cases are never removed, so as of a moment each of those there are now is looked up as it was.
 */
const ofTestimony = (at: TableAt): string => `
  AND x.id IN (SELECT j.contradiction_id FROM claim c
    CROSS JOIN LATERAL (SELECT r.* FROM ${at('contradiction_claim', 'claim_id', 'c.id')} r WHERE r.claim_id = c.id) j
    WHERE c.testimony_id = $5 AND may_read(c.access, $2::smallint[]) AND may_read(j.access, $2::smallint[]))`;

const list = (
  name: string,
  which: (at: TableAt) => string,
  moment: string,
): { now: Statement; then: Statement } => {
  const then = tableAsOf(moment);
  const inState = '($4::text IS NULL OR x.state = $4)';
  return {
    now: statement(
      name,
      `${contradictionRows(currentTable, 'contradiction x', `x.sequence > $1 AND ${inState} ${which(currentTable)}`)}
       ORDER BY x.sequence LIMIT $3`,
    ),
    then: statement(
      `${name}_as_of`,
      `${contradictionRows(
        then,
        `contradiction listed
         CROSS JOIN LATERAL (SELECT r.* FROM ${then('contradiction', 'id', 'listed.id')} r) x`,
        `listed.sequence > $1 AND ${inState} ${which(then)}`,
      )} ORDER BY listed.sequence LIMIT $3`,
    ),
  };
};

const LISTS = {
  all: list('contradictions.list', () => '', '$5'),
  ofTestimony: list('contradictions.list_of_testimony', ofTestimony, '$6'),
};

const testimonyIsReadable = statement(
  'contradictions.testimony_is_readable',
  'SELECT FROM testimony WHERE id = $1 AND may_read(access, $2::smallint[])',
);

@Injectable()
export class ContradictionsQueries {
  constructor(
    private readonly reader: Reader,
    private readonly testimonies: TestimoniesQueries,
  ) {}

  contradiction(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, {
      what: 'contradiction',
      id,
      clearance,
      asOf,
      path: '/api/contradictions',
    });
  }

  /** Cases in the order they were opened, as they are or as they stood. */
  async contradictions(
    { cursor, limit = DEFAULT_LIMIT, state, testimony, asOf }: ContradictionsQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const values: unknown[] = [decodeCursor(cursor), clearance, limit + 1, state ?? null];
    if (testimony !== undefined) values.push(await this.readableTestimony(testimony, clearance));
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const { now, then } = testimony === undefined ? LISTS.all : LISTS.ofTestimony;
    const rows =
      moment === null
        ? await this.reader.rows<ListRow>(now, values)
        : await this.reader.rows<ListRow>(then, [...values, moment]);
    return pageDocument(rows, limit);
  }

  private async readableTestimony(key: string, clearance: Clearance): Promise<string> {
    const id = await this.testimonies.idOf(key);
    if ((await this.reader.rows(testimonyIsReadable, [id, clearance])).length === 0)
      throw notFound('testimony');
    return id;
  }
}
