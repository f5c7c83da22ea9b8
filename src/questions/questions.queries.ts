import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, FIRST, LAST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { currentTable, NOW, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { statement } from '../database/statement.js';
import { TestimoniesQueries } from '../testimonies/testimonies.queries.js';
import { questionObject } from './question-document.js';
import { questionList } from './question-list.js';
import { dayOf, factsObject, priorityFacts, TODAY } from './question-priority-facts.js';
import { type PriorityFacts, priorityOf } from './question-priority.rules.js';
import type { QuestionsQuery } from './questions.dto.js';
import { QUESTION_STATES } from './vocabularies.js';

interface QuestionRow {
  body: string;
  facts: PriorityFacts;
}

const one = (at: TableAt, today: string, asOf: string): string => `
  SELECT ${questionObject(at, '$2')}::text AS body, ${factsObject} AS facts, q.version
  FROM ${at('question', 'id', '$1')} q
  CROSS JOIN LATERAL (${priorityFacts({ at, clearance: '$2', today, asOf })}) f
  WHERE q.id = $1 AND may_read(q.access, $2::smallint[])`;

const read = {
  now: statement('questions.read', one(currentTable, TODAY, NOW)),
  then: statement('questions.read_as_of', one(tableAsOf('$3'), dayOf('$3'), '$3::bigint[]')),
};

@Injectable()
export class QuestionsQueries {
  constructor(
    private readonly reader: Reader,
    private readonly testimonies: TestimoniesQueries,
  ) {}

  async question(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const [row] = await this.reader.rows<QuestionRow & { version: number }>(
      moment === null ? read.now : read.then,
      [id, clearance, ...(moment === null ? [] : [moment])],
    );
    if (row === undefined) throw notFound('question');
    return new JsonDocument(explained(row), row.version, `/api/questions/${id}`);
  }

  /** Questions with their leads and attempts, the oldest or the most pressing first, as they are or as they stood. */
  async questions(
    { cursor, limit = DEFAULT_LIMIT, state, testimony, person, sort = 'age', asOf }: QuestionsQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const after = decodeCursor(cursor, sort === 'age' ? FIRST : LAST);
    const values: unknown[] = [clearance, after, limit + 1, state === undefined ? QUESTION_STATES : [state]];
    if (testimony !== undefined) values.push(await this.testimonies.idOf(testimony));
    if (person !== undefined) values.push(person);
    const moment = await momentAsOf(this.reader, asOf, clearance);
    if (moment !== null) values.push(moment);
    const list = questionList({
      sort,
      ofTestimony: testimony !== undefined,
      ofPerson: person !== undefined,
      then: moment !== null,
    });
    const rows = await this.reader.rows<ListRow & QuestionRow>(list, values);
    return pageDocument(
      rows.map((row) => ({ sequence: row.sequence, body: explained(row) })),
      limit,
    );
  }
}

/** The question as PostgreSQL wrote it, with its priority as its last member. */
function explained({ body, facts }: QuestionRow): string {
  return `${body.slice(0, -1)}, "priority" : ${JSON.stringify(priorityOf(facts))}}`;
}
