import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, joinedAt, NOW, type TableAt, tableAsOf } from '../provenance/as-of.js';
import type { Moment } from '../provenance/moment.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import { hiddenRecords } from './hidden-records.js';
import { MOST_RECORDS } from './support-rows.queries.js';

/** What leans on a record: how much of which kind, and one page of it, the nearest first. */
export interface ImpactRows {
  complete: boolean;
  /** The record, and those it is one person with */
  same: string[];
  totals: Partial<Record<RecordKind, number>>;
  /** Every claim, where there are not too many to be judged one by one */
  claims: string[] | null;
  items: { kind: RecordKind; id: string; depth: number }[];
}

/** Where a page begins: after this record in the order of depth, kind and id. */
export interface ImpactPlace {
  depth: number;
  kind: string;
  id: string;
}

/** So many claims are judged one by one for the sums at the head; of more, only those of the page. */
export const MOST_JUDGED = 1000;

/** So far down is looked: chains of descent have 64 steps at most, and may run through a few testimonies. */
const DEEPEST = 256;

/** The links that bear weight from what leans on the records of a level. A text put right does not lean on the one before. */
const leaning = (records: string, standing: string): string => `
  SELECT l.from_kind, l.from_id FROM provenance_link l
  WHERE l.to_id = ANY (${records}) AND l.relation <> 'wasInfluencedBy' AND l.relation <> 'wasRevisionOf'
    AND may_read(l.access, $2::smallint[]) AND ${standing} AND l.from_id NOT IN (SELECT id FROM hidden)`;

/**
 * $1 the record, $2 clearance, $3 to $5 the place after which the page begins, $6 how many, $7 whether the record
 * itself is counted in, $8 its kind. Only what bears weight is walked: claims, sources, testimonies and their words. A
 * level is one row, and what leans on it is looked up at once: for ten thousand records that takes a third of the time
 * of a look-up each. Most of them are claims on which nothing leans: those are looked up in a small index of just what
 * leans on claims. Where more than can be followed lean on a level, the rest is left.
 */
const rowsBelow = (standing: string, asOf: string): string => `
  WITH RECURSIVE ${hiddenRecords('$2')}, same AS MATERIALIZED (
    SELECT same_records($1::uuid, $2::smallint[], ${asOf}) AS id
  ), walk (depth, claims, kinds, others, many) AS (
    SELECT 0, CASE WHEN $8::text = 'claim' THEN array_agg(id) END, CASE WHEN $8 <> 'claim' THEN array_agg($8) END,
      CASE WHEN $8 <> 'claim' THEN array_agg(id) END, count(*)::integer
    FROM same WHERE id NOT IN (SELECT id FROM hidden) HAVING count(*) > 0
    UNION ALL
    SELECT walk.depth + 1, down.claims, down.kinds, down.others, walk.many + down.many
    FROM walk, LATERAL (
      SELECT array_agg(l.from_id) FILTER (WHERE l.from_kind = 'claim') AS claims,
        array_agg(l.from_kind) FILTER (WHERE l.from_kind <> 'claim') AS kinds,
        array_agg(l.from_id) FILTER (WHERE l.from_kind <> 'claim') AS others, count(*)::integer AS many
      FROM (
        (${leaning('walk.others', standing)} AND l.from_kind IN ('claim', 'source', 'testimony', 'revision', 'passage'))
        UNION
        (${leaning('walk.claims', standing)} AND l.to_kind = 'claim' AND l.from_kind IN ('claim', 'source', 'testimony'))
        LIMIT ${MOST_RECORDS + 1} - walk.many) l) down
    WHERE walk.depth < ${DEEPEST} AND walk.many <= ${MOST_RECORDS} AND down.many > 0
  ), found AS MATERIALIZED (
    SELECT leaning.kind, leaning.id, min(walk.depth) AS depth
    FROM walk, LATERAL (SELECT 'claim' AS kind, unnest(walk.claims) AS id
      UNION ALL SELECT * FROM unnest(walk.kinds, walk.others)) leaning
    WHERE leaning.kind IN ('claim', 'source', 'testimony') AND (leaning.id <> $1 OR $7::boolean)
    GROUP BY leaning.kind, leaning.id
  ), total AS MATERIALIZED (
    SELECT kind, count(*)::integer AS many FROM found GROUP BY kind
  )
  SELECT (SELECT max(many) <= ${MOST_RECORDS} AND max(depth) < ${DEEPEST} FROM walk) AS complete,
    (SELECT json_agg(id) FROM same) AS same,
    (SELECT coalesce(json_object_agg(kind, many), '{}') FROM total) AS totals,
    CASE WHEN coalesce((SELECT many FROM total WHERE kind = 'claim'), 0) <= ${MOST_JUDGED} THEN
      (SELECT coalesce(json_agg(id), '[]') FROM found WHERE kind = 'claim') END AS claims,
    (SELECT coalesce(json_agg(json_build_object('kind', kind, 'id', id, 'depth', depth)
        ORDER BY depth, kind, id), '[]')
      FROM (SELECT * FROM found WHERE (depth, kind, id) > ($3::integer, $4::text, $5::uuid)
        ORDER BY depth, kind, id LIMIT $6) page) AS items`;

const below = statement('impact.below', rowsBelow('l.ended_by IS NULL', NOW));
const belowAsOf = statement(
  'impact.below_as_of',
  rowsBelow('stood_at(l.activity_id, l.ended_by, $9::bigint[])', '$9::bigint[]'),
);

/** $1 claims, $2 clearance, $3 the moment: the testimonies whose reports show them, those with the most claims first. */
const reportsAt = (at: TableAt): string => `
   SELECT t.id, t.accession, t.title, ours.claims
   FROM (SELECT c.testimony_id AS id, count(*)::integer AS claims FROM claim c
     WHERE c.id = ANY ($1::uuid[]) AND may_read(c.access, $2::smallint[]) GROUP BY c.testimony_id) ours
   JOIN ${joinedAt(at, 'testimony', 'ours.id')} t ON t.id = ours.id AND may_read(t.access, $2::smallint[])
   ORDER BY ours.claims DESC, t.accession`;

const reports = statement('impact.reports', reportsAt(currentTable));
const reportsThen = statement('impact.reports_as_of', reportsAt(tableAsOf('$3')));

export interface ReportReference {
  id: string;
  accession: string;
  title: string;
  claims: number;
}

/** $1 claims, $2 clearance, $3 the moment: what hangs on each */
const hangingAt = (at: TableAt): string => `
   SELECT wanted.id, (SELECT a.confidence FROM ${at('assessment', 'claim_id', 'wanted.id')} a WHERE a.claim_id = wanted.id
       AND may_read(a.access, $2::smallint[]) ORDER BY a.sequence DESC LIMIT 1) AS confidence,
     (SELECT count(*)::integer FROM ${at('assessment', 'claim_id', 'wanted.id')} a
       WHERE a.claim_id = wanted.id AND may_read(a.access, $2::smallint[])) AS assessments,
     (SELECT count(*)::integer FROM ${at('flag', 'claim_id', 'wanted.id')} f
       WHERE f.claim_id = wanted.id AND may_read(f.access, $2::smallint[])) AS flags,
     (SELECT count(DISTINCT j.question_id)::integer FROM ${at('question_subject', 'claim_id', 'wanted.id')} j
       JOIN question q ON q.id = j.question_id AND may_read(q.access, $2::smallint[])
       WHERE j.claim_id = wanted.id AND may_read(j.access, $2::smallint[])) AS questions,
     (SELECT count(*)::integer FROM ${at('contradiction_claim', 'claim_id', 'wanted.id')} j
       JOIN contradiction x ON x.id = j.contradiction_id AND may_read(x.access, $2::smallint[])
       WHERE j.claim_id = wanted.id AND may_read(j.access, $2::smallint[])) AS contradictions
   FROM unnest($1::uuid[]) AS wanted (id)`;

const hanging = statement('impact.hanging', hangingAt(currentTable));
const hangingThen = statement('impact.hanging_as_of', hangingAt(tableAsOf('$3')));

export interface Hanging {
  id: string;
  confidence: string | null;
  assessments: number;
  flags: number;
  questions: number;
  contradictions: number;
}

@Injectable()
export class ImpactRowsQueries {
  constructor(private readonly reader: Reader) {}

  async below(
    { kind, id }: { kind: RecordKind; id: string },
    { clearance, asOf, itself }: { clearance: Clearance; asOf: Moment | null; itself: boolean },
    after: ImpactPlace,
    many: number,
  ): Promise<ImpactRows> {
    const values = [id, clearance, after.depth, after.kind, after.id, many, itself, kind];
    const [rows] =
      asOf === null
        ? await this.reader.rows<ImpactRows>(below, values)
        : await this.reader.rows<ImpactRows>(belowAsOf, [...values, asOf]);
    return rows!;
  }

  reportsOf(claims: string[], clearance: Clearance, asOf: Moment | null): Promise<ReportReference[]> {
    return asOf === null
      ? this.reader.rows<ReportReference>(reports, [claims, clearance])
      : this.reader.rows<ReportReference>(reportsThen, [claims, clearance, asOf]);
  }

  async hangingOn(
    claims: string[],
    clearance: Clearance,
    asOf: Moment | null,
  ): Promise<Map<string, Hanging>> {
    const rows =
      asOf === null
        ? await this.reader.rows<Hanging>(hanging, [claims, clearance])
        : await this.reader.rows<Hanging>(hangingThen, [claims, clearance, asOf]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
