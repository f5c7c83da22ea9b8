import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, encodeCursor } from '../common/page.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import type { CoverageQuery } from './coverage.dto.js';
import { expectedJoins, expectedObject, expectedOfTestimony, searchOf } from './expected-document-rows.js';
import { SEARCH_STATES } from './vocabularies.js';

interface CoverageRow {
  counts: string;
  sequence: string | null;
  body: string | null;
}

const ofQuestion = (at: TableAt): string => `
  SELECT d.* FROM ${at('expected_document', 'question_id', '$1')} d WHERE d.question_id = $1`;

const counts = SEARCH_STATES.map(
  (state) => `'${camelCase(state)}', count(*) FILTER (WHERE search_state = '${state}')`,
).join(', ');

/**
 * $1 of what, $2 clearance, $3 the sequence of the last one shown, $4 how many, $5 a state or null; then the moment. One row at
 * least, if what is asked for is there: the counts stand in each.
 */
const coverage = (
  table: 'question' | 'testimony',
  documents: (at: TableAt) => string,
  at: TableAt,
): string => `
  WITH standing AS MATERIALIZED (
    SELECT d.*, search.state AS search_state
    FROM (${documents(at)}) d CROSS JOIN LATERAL (${searchOf(at, '$2')}) search
    WHERE d.withdrawn_because IS NULL AND may_read(d.access, $2::smallint[])
  )
  SELECT (SELECT json_build_object('total', count(*), ${counts})::text FROM standing) AS counts, shown.sequence, shown.body
  FROM ${at(table, 'id', '$1')} whole
  LEFT JOIN LATERAL (
    SELECT d.sequence, ${expectedObject(at, '$2')}::text AS body
    FROM (SELECT * FROM standing WHERE sequence > $3 AND ($5::text IS NULL OR search_state = $5)
      ORDER BY sequence LIMIT $4) d ${expectedJoins(at, '$2')}
  ) shown ON true
  WHERE whole.id = $1 AND may_read(whole.access, $2::smallint[])
  ORDER BY shown.sequence`;

const STATEMENTS = {
  question: {
    now: statement('coverage.of_question', coverage('question', ofQuestion, currentTable)),
    then: statement('coverage.of_question_as_of', coverage('question', ofQuestion, tableAsOf('$6'))),
  },
  testimony: {
    now: statement('coverage.of_testimony', coverage('testimony', expectedOfTestimony, currentTable)),
    then: statement(
      'coverage.of_testimony_as_of',
      coverage('testimony', expectedOfTestimony, tableAsOf('$6')),
    ),
  },
};

/** What was expected, and what became of it: for a question, or for all the questions on a testimony. */
@Injectable()
export class CoverageQueries {
  constructor(private readonly reader: Reader) {}

  ofQuestion(id: string, query: CoverageQuery, clearance: Clearance): Promise<JsonDocument> {
    return this.coverage('question', id, query, clearance);
  }

  ofTestimony(id: string, query: CoverageQuery, clearance: Clearance): Promise<JsonDocument> {
    return this.coverage('testimony', id, query, clearance);
  }

  private async coverage(
    what: 'question' | 'testimony',
    id: string,
    { cursor, limit = DEFAULT_LIMIT, state, asOf }: CoverageQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const { now, then } = STATEMENTS[what];
    const asked: Statement = moment === null ? now : then;
    const values = [id, clearance, decodeCursor(cursor), limit + 1, state ?? null];
    const rows = await this.reader.rows<CoverageRow>(asked, moment === null ? values : [...values, moment]);
    const [first] = rows;
    if (first === undefined) throw notFound(what);
    const documents = rows.filter(({ body }) => body !== null);
    const shown = documents.slice(0, limit);
    const next = documents.length > limit ? encodeCursor(shown.at(-1)?.sequence ?? '') : null;
    return new JsonDocument(
      `{"counts":${first.counts},"items":[${shown.map(({ body }) => body).join(',')}],"next":${JSON.stringify(next)}}`,
    );
  }
}

function camelCase(term: string): string {
  return term.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
