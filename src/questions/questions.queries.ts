import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, type TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { TestimoniesQueries } from '../testimonies/testimonies.queries.js';
import { questionObject } from './question-document.js';
import type { QuestionsQuery } from './questions.dto.js';

const one = (at: TableAt): string => `
  SELECT ${questionObject(at, '$2')}::text AS body, q.version
  FROM ${at('question', 'id', '$1')} q
  WHERE q.id = $1 AND may_read(q.access, $2::smallint)`;

const read = recordStatements('questions.read', one);

/** $1 clearance, $2 the sequence of the last one shown, $3 how many, $4 a state or null; $5 a testimony */
const list = (condition: string): string => `
  SELECT q.sequence, ${questionObject(currentTable, '$1')}::text AS body
  FROM question q
  WHERE may_read(q.access, $1::smallint) AND q.sequence > $2 AND ($4::text IS NULL OR q.state = $4) ${condition}
  ORDER BY q.sequence
  LIMIT $3`;

const LISTS = {
  all: statement('questions.list', list('')),
  ofTestimony: statement(
    'questions.list_of_testimony',
    list(`AND q.id IN (SELECT j.question_id FROM claim c
      JOIN question_subject j ON j.claim_id = c.id AND may_read(j.access, $1::smallint)
      WHERE c.testimony_id = $5 AND may_read(c.access, $1::smallint))`),
  ),
};

@Injectable()
export class QuestionsQueries {
  constructor(
    private readonly reader: Reader,
    private readonly testimonies: TestimoniesQueries,
  ) {}

  question(id: string, clearance: number, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'question', id, clearance, asOf, path: '/api/questions' });
  }

  /** Questions in the order they were raised, each with its leads and attempts. */
  async questions(
    { cursor, limit = DEFAULT_LIMIT, state, testimony }: QuestionsQuery,
    clearance: number,
  ): Promise<JsonDocument> {
    const values = [clearance, decodeCursor(cursor), limit + 1, state ?? null];
    const rows =
      testimony === undefined
        ? await this.reader.rows<ListRow>(LISTS.all, values)
        : await this.reader.rows<ListRow>(LISTS.ofTestimony, [
            ...values,
            await this.testimonies.idOf(testimony),
          ]);
    return pageDocument(rows, limit);
  }
}
