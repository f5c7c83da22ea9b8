import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, LAST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { invalid, notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, NOW, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import type { EarlierAttemptsQuery } from './attempts.dto.js';
import { attemptJoins, attemptMembersOf, leadJoins, leadObject } from './lead-document.js';

const MOST_WARNINGS = 20;

/**
 * Attempts `y` in the same place at the same as the lead `l`: the same person, source, place or expected document, of
 * whatever question; of what is only described, the lead itself. Where no place was named, an institution or place is the one searched.
 * @param wanted gives place_id, agent_id, source_id and words of the place, and before, a sequence
 */
const inTheSamePlace = (at: TableAt, wanted: string, asOf: string): string => `
  CROSS JOIN LATERAL (${wanted}) sought
  CROSS JOIN LATERAL (
    SELECT l.id
    UNION
    SELECT twin.id FROM agent g, same_records(g.id, $2::smallint[], ${asOf}) person (id),
      LATERAL (SELECT t.id FROM lead t WHERE t.agent_id = person.id OFFSET 0) twin
      WHERE g.id = l.agent_id AND may_read(g.access, $2::smallint[])
    UNION
    SELECT twin.id FROM source s, LATERAL (SELECT t.id FROM lead t WHERE t.source_id = s.id OFFSET 0) twin
      WHERE s.id = l.source_id AND may_read(s.access, $2::smallint[])
    UNION
    SELECT twin.id FROM place p, same_records(p.id, $2::smallint[], ${asOf}) one (id),
      LATERAL (SELECT t.id FROM lead t WHERE t.place_id = one.id OFFSET 0) twin
      WHERE p.id = l.place_id AND may_read(p.access, $2::smallint[])
    UNION
    SELECT twin.id FROM expected_document d,
      LATERAL (SELECT t.id FROM lead t WHERE t.expected_document_id = d.id OFFSET 0) twin
      WHERE d.id = l.expected_document_id AND may_read(d.access, $2::smallint[])
  ) same
  JOIN LATERAL (SELECT t.* FROM lead t WHERE t.id = same.id OFFSET 0) o ON may_read(o.access, $2::smallint[])
    -- To ask one archive for two papers is no search repeated.
    AND coalesce(o.expected_document_id = l.expected_document_id, true)
  JOIN LATERAL (SELECT q.access FROM question q WHERE q.id = o.question_id OFFSET 0) q
    ON may_read(q.access, $2::smallint[])
  JOIN LATERAL (SELECT t.* FROM attempt t WHERE t.lead_id = o.id OFFSET 0) y
    ON may_read(y.access, $2::smallint[]) AND y.sequence < sought.before AND stood_at(y.activity_id, NULL, ${asOf})
    AND CASE
      WHEN num_nonnulls(sought.place_id, sought.agent_id, sought.source_id) > 0 THEN
        y.where_source_id = sought.source_id
        OR y.where_place_id IN (SELECT * FROM same_records(sought.place_id, $2::smallint[], ${asOf}))
        OR y.where_agent_id IN (SELECT * FROM same_records(sought.agent_id, $2::smallint[], ${asOf}))
      WHEN num_nonnulls(y.where_place_id, y.where_agent_id, y.where_source_id) > 0 THEN false
      WHEN sought.words IS NOT NULL THEN words_of_place(y.where_words) = words_of_place(sought.words)
      ELSE y.where_words IS NULL AND l.kind IN ('institution', 'place') END
  ${attemptJoins(at, '$2')}`;

const earlierObject = `json_build_object(${attemptMembersOf},
  'lead', json_build_object('id', o.id, 'questionId', o.question_id, 'description', o.description))`;

/** $1 lead, $3 the last one shown, $4 how many, $5 to $7 the ids of a place, $8 words for it, $9 as of */
const earlier = (at: TableAt, asOf: string): string => `
  SELECT y.sequence, ${earlierObject}::text AS body
  FROM ${at('lead', 'id', '$1')} l
  ${inTheSamePlace(
    at,
    `SELECT $5::uuid AS place_id, $6::uuid AS agent_id, $7::uuid AS source_id, $8::text AS words, $3::bigint AS before`,
    asOf,
  )}
  WHERE l.id = $1 AND may_read(l.access, $2::smallint[])
  ORDER BY y.sequence DESC LIMIT $4`;

const EARLIER = {
  current: statement('attempts.earlier', earlier(currentTable, NOW)),
  asOf: statement('attempts.earlier_as_of', earlier(tableAsOf('$9'), '$9::bigint[]')),
};

const lead = (at: TableAt): string => `
  SELECT FROM ${at('lead', 'id', '$1')} l JOIN question q ON q.id = l.question_id AND may_read(q.access, $2::smallint[])
  WHERE l.id = $1 AND may_read(l.access, $2::smallint[])`;

const leadExists = statement('attempts.lead_exists', lead(currentTable));
const leadExisted = statement('attempts.lead_existed', lead(tableAsOf('$3')));

/** $1 an attempt: its lead, and the attempts it repeats */
const recorded = statement(
  'attempts.recorded',
  `SELECT ${leadObject(currentTable, '$2')}::text AS body, l.version,
     (SELECT coalesce(json_agg(again.body ORDER BY again.sequence DESC), '[]') FROM (
       SELECT y.sequence, ${earlierObject} AS body
       FROM (SELECT l.id, l.kind, l.agent_id, l.source_id, l.place_id, l.expected_document_id) l
       ${inTheSamePlace(
         currentTable,
         `SELECT mine.where_place_id AS place_id, mine.where_agent_id AS agent_id,
            mine.where_source_id AS source_id, mine.where_words AS words, mine.sequence AS before`,
         NOW,
       )}
       ORDER BY y.sequence DESC LIMIT ${MOST_WARNINGS}) again)::text AS warnings
   FROM attempt mine
   JOIN lead l ON l.id = mine.lead_id AND may_read(l.access, $2::smallint[])
   JOIN question q ON q.id = l.question_id AND may_read(q.access, $2::smallint[]) ${leadJoins(currentTable, '$2')}
   WHERE mine.id = $1 AND may_read(mine.access, $2::smallint[])`,
);

@Injectable()
export class AttemptsQueries {
  constructor(private readonly reader: Reader) {}

  /** The lead an attempt was recorded at, with a warning for each earlier one in the same place. */
  async recorded(attemptId: string, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string; version: number; warnings: string }>(recorded, [
      attemptId,
      clearance,
    ]);
    if (row === undefined) throw notFound('attempt');
    return new JsonDocument(`${row.body.slice(0, -1)},"warnings":${row.warnings}}`, row.version);
  }

  /** What came of searching the same place before, the latest first. */
  async earlier(
    leadId: string,
    { placeId, agentId, sourceId, words, cursor, limit = DEFAULT_LIMIT, asOf }: EarlierAttemptsQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const ids = { placeId, agentId, sourceId };
    const [, second] = Object.entries(ids).filter(([, id]) => id !== undefined);
    if (second !== undefined) {
      throw invalid([
        { pointer: `/${second[0]}`, code: 'attempt.one_place', expected: 'one place', found: 'more' },
      ]);
    }
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const then = moment === null ? [] : [moment];
    const place = [placeId ?? null, agentId ?? null, sourceId ?? null, words ?? null];
    const values = [leadId, clearance, decodeCursor(cursor, LAST), limit + 1, ...place, ...then];
    const rows = await this.reader.rows<ListRow>(moment === null ? EARLIER.current : EARLIER.asOf, values);
    // Only an empty page leaves open whether there is such a lead at all.
    if (rows.length === 0) {
      const asked = moment === null ? leadExists : leadExisted;
      if ((await this.reader.rows(asked, [leadId, clearance, ...then])).length === 0) throw notFound('lead');
    }
    return pageDocument(rows, limit);
  }
}
