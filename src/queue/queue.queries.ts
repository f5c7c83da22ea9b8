import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { CONFIDENCES } from '../claims/vocabularies.js';
import { JsonDocument } from '../common/json-document.js';
import { DEFAULT_LIMIT } from '../common/page.js';
import { notFound, Problem } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { FLAG_KINDS } from '../flags/vocabularies.js';
import { momentAsOf } from '../provenance/moment.js';
import { TestimoniesQueries } from '../testimonies/testimonies.queries.js';
import { decodeQueuePlace, encodeQueuePlace } from './queue-cursor.js';
import type { QueueQuery } from './queue.dto.js';
import { queuePage } from './queue-page.js';
import { NEEDS } from './vocabularies.js';

const now = { then: false };
const then = { then: true };
const whole = { testimony: false };
const one = { testimony: true, judged: true };

/** The queue of the whole archive, and that of one testimony, which is bounded by it. */
const QUEUES = {
  whole: statement('queue.whole', queuePage({ ...whole, ...now, judged: false })),
  wholeThen: statement('queue.whole_as_of', queuePage({ ...whole, ...then, judged: false })),
  judged: statement('queue.whole_judged', queuePage({ ...whole, ...now, judged: true })),
  judgedThen: statement('queue.whole_judged_as_of', queuePage({ ...whole, ...then, judged: true })),
  testimony: statement('queue.testimony', queuePage({ ...one, ...now })),
  testimonyThen: statement('queue.testimony_as_of', queuePage({ ...one, ...then })),
};

const testimonyIsReadable = statement(
  'queue.testimony_is_readable',
  'SELECT FROM testimony WHERE id = $1 AND may_read(access, $2::smallint[])',
);

interface QueueRow {
  items: string;
  next: string | null;
  total: string;
  facets: string;
}

/** Who asks, for `assigned=me` and for what one may read. */
export interface Asker {
  agentId: string | null;
  clearance: Clearance;
}

@Injectable()
export class QueueQueries {
  constructor(
    private readonly reader: Reader,
    private readonly testimonies: TestimoniesQueries,
  ) {}

  /** Claims that wait for something, with how many there are, and of what sort. */
  async queue(query: QueueQuery, { agentId, clearance }: Asker): Promise<JsonDocument> {
    const { sort = 'leans', limit = DEFAULT_LIMIT } = query;
    const place = decodeQueuePlace(sort, query.cursor);
    const moment = await momentAsOf(this.reader, query.asOf, clearance);
    const values = [
      bitOf(NEEDS, query.needs),
      clearance,
      bitOf(FLAG_KINDS, query.flag),
      query.confidence === undefined ? null : CONFIDENCES.indexOf(query.confidence) + 1,
      query.contested ?? null,
      query.unverified ?? null,
      assigneeOf(query.assigned, agentId),
      query.assigned === 'nobody' ? true : null,
      sort === 'leans',
      ...place,
      limit,
      moment,
    ];
    if (query.testimony !== undefined) values.push(await this.readable(query.testimony, clearance));
    const [row] = await this.reader.rows<QueueRow>(statementFor(query, moment !== null), values);
    const { items, next, total, facets } = row!;
    const cursor = next === null ? null : encodeQueuePlace(sort, next);
    return new JsonDocument(
      `{"items":${items},"next":${JSON.stringify(cursor)},"total":${total},"facets":${facets}}`,
    );
  }

  private async readable(key: string, clearance: Clearance): Promise<string> {
    const id = await this.testimonies.idOf(key);
    const rows = await this.reader.rows(testimonyIsReadable, [id, clearance]);
    if (rows.length === 0) throw notFound('testimony');
    return id;
  }
}

function statementFor({ testimony, unverified }: QueueQuery, isPast: boolean): Statement {
  if (testimony !== undefined) return isPast ? QUEUES.testimonyThen : QUEUES.testimony;
  if (unverified !== undefined) return isPast ? QUEUES.judgedThen : QUEUES.judged;
  return isPast ? QUEUES.wholeThen : QUEUES.whole;
}

/** The bit that stands for a term in the queue's SQL. */
function bitOf<Term>(vocabulary: readonly Term[], term: Term | undefined): number | null {
  return term === undefined ? null : 1 << vocabulary.indexOf(term);
}

function assigneeOf(assigned: string | undefined, asker: string | null): string | null {
  if (assigned === undefined || assigned === 'nobody') return null;
  if (assigned !== 'me') return assigned;
  if (asker === null) {
    throw new Problem(401, 'access.unauthenticated', 'assigned=me needs a token: nobody knows who you are.');
  }
  return asker;
}
