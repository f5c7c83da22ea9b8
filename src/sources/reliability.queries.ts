import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { JsonDocument } from '../common/json-document.js';
import { LAST } from '../common/page.js';
import type { ListRow } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, joinedAt, type TableAt } from '../provenance/as-of.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';

/** $2 clearance */
const grades = (at: TableAt, column: string): string => `
  SELECT r.sequence, json_build_object('id', r.id, 'source', source_reference(s.id, s.csl, s.description),
    'grade', r.grade, 'rationale', r.rationale, 'by', agent_reference(g.id, g.name, g.description),
    'at', r.assessed_at,
    'current', NOT EXISTS (SELECT FROM ${at('reliability', 'source_id', 'r.source_id')} later
      WHERE later.source_id = r.source_id AND later.agent_id = r.agent_id AND later.sequence > r.sequence
        AND may_read(later.access, $2::smallint[])),
    'activity', activity_reference(r.activity_id))::text AS body
  FROM ${at('reliability', column, '$1')} r
  JOIN ${joinedAt(at, 'source', 'r.source_id')} s ON s.id = r.source_id AND may_read(s.access, $2::smallint[])
  JOIN agent g ON g.id = r.agent_id AND may_read(g.access, $2::smallint[])
  WHERE r.${column} = $1 AND may_read(r.access, $2::smallint[])`;

const one = statement('reliability.read', grades(currentTable, 'id'));

/** $1 source, $3 the last one shown, $4 how many, $5 as of */
const list = (at: TableAt): string => `
  ${grades(at, 'source_id')} AND r.sequence < $3 ORDER BY r.sequence DESC LIMIT $4`;

const lists = recordLists('reliability', 'source', list);

@Injectable()
export class ReliabilityQueries {
  constructor(private readonly reader: Reader) {}

  async grade(id: string, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<ListRow>(one, [id, clearance]);
    if (row === undefined) throw notFound('reliability');
    return new JsonDocument(row.body);
  }

  /** Every grade a source was given, the latest first. */
  gradesOf(id: string, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, lists, { id, query, clearance, start: LAST });
  }
}
