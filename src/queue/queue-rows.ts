import { readableCitation } from '../claims/readable-citation.js';
import { CONFIDENCES } from '../claims/vocabularies.js';
import { FLAG_KINDS } from '../flags/vocabularies.js';
import { currentTable, type TableAt, tableAsOf, wholeTableAsOf } from '../provenance/as-of.js';

/*
 * What the queue knows of each claim, as one row of small numbers. Every part is worked out for all claims at once and
 * then joined: for the whole archive from whole tables, for one testimony from the rows of its claims alone.
 *
 * Parameters: $2 clearance, $15 the sequence of the last activity to be seen or null for now, $16 the testimony.
 */

export interface Extent {
  /** Whether one testimony's claims are asked for, or the whole archive's */
  testimony: boolean;
  /** Whether as of an earlier moment */
  then: boolean;
  /** Whether is_unverified is asked of all of them, and not only of those that are shown */
  judged: boolean;
}

export function tablesAt({ then }: Extent): TableAt {
  return then ? tableAsOf('$15') : currentTable;
}

/** Rows of a table that belong to wanted claims by a column: in the whole archive all; for a testimony one claim's. */
function rowsOf(extent: Extent): (table: string, column: string) => string {
  const at = tablesAt(extent);
  if (extent.testimony) {
    return (table, column) =>
      `(SELECT r.* FROM ${at(table, column, 'wanted.id')} r WHERE r.${column} = wanted.id OFFSET 0)`;
  }
  return extent.then ? wholeTableAsOf('$15') : (table) => table;
}

/** A testimony `t` that goes back to nothing recorded. */
const TOLD_PLAINLY = `t.translation_of_id IS NULL
  AND NOT EXISTS (SELECT FROM descent d WHERE d.testimony_id = t.id)`;

const wanted = (extent: Extent): string => `
  SELECT claim.id, claim.testimony_id, claim.number, claim.version,
    CASE WHEN claim.version = 1 THEN claim.activity_id ELSE (
      SELECT h.generated_by FROM history h WHERE h.table_name = 'claim' AND h.record_id = claim.id
      ORDER BY h.id LIMIT 1) END AS recorded_by ${extent.judged ? `, ${TOLD_PLAINLY} AS told_plainly` : ''}
  FROM ${extent.testimony ? tablesAt(extent)('claim', 'testimony_id', '$16') : rowsOf(extent)('claim', 'id')} claim
  JOIN testimony t ON t.id = claim.testimony_id AND may_read(t.access, $2::smallint[])
  WHERE may_read(claim.access, $2::smallint[]) ${extent.testimony ? 'AND claim.testimony_id = $16' : ''}`;

/** What each researcher holds: his latest judgement. */
const current = (extent: Extent): string => `(
  SELECT held.id, held.claim_id, held.sequence, held.confidence, held.claim_version
  FROM ${rowsOf(extent)('assessment', 'claim_id')} held
  WHERE may_read(held.access, $2::smallint[]) AND NOT EXISTS (
    SELECT FROM ${rowsOf(extent)('assessment', 'claim_id')} later
    WHERE later.claim_id = held.claim_id AND later.agent_id = held.agent_id AND later.sequence > held.sequence
      AND may_read(later.access, $2::smallint[])))`;

/** A number for each confidence: its place among them. */
const rank = (confidence: string): string =>
  `CASE ${confidence} ${CONFIDENCES.map((term, n) => `WHEN '${term}' THEN ${n + 1}`).join(' ')} END`;

/** The confidence is that of the latest judgement: its number goes along with the sequence. */
const assessed = (extent: Extent): string => `
  SELECT claim_id, (max(sequence * 8 + rank) % 8)::integer AS confidence, min(rank) <> max(rank) AS contested,
    min(claim_version) AS oldest_wording
  FROM (SELECT claim_id, sequence, claim_version, ${rank('confidence')} AS rank FROM ${current(extent)} current) ranked
  GROUP BY claim_id`;

const cited = (extent: Extent): string => `
  SELECT DISTINCT c.claim_id FROM ${rowsOf(extent)('citation', 'claim_id')} c
  WHERE c.stance = 'for' AND c.withdrawn_because IS NULL AND ${readableCitation('$2')}`;

/** Claims of which a judgement that is held rests on a citation that has been withdrawn since. */
const undermined = (extent: Extent): string => `
  SELECT DISTINCT c.claim_id FROM ${rowsOf(extent)('citation', 'claim_id')} c
  JOIN assessment_citation rests ON rests.citation_id = c.id AND may_read(rests.access, $2::smallint[])
  JOIN ${current(extent)} current ON current.id = rests.assessment_id
  WHERE c.withdrawn_because IS NOT NULL AND ${readableCitation('$2')}`;

/** Claims that a standing answer settles and that nobody has judged since. (PostgreSQL inlines the function.) */
const answered = ({ testimony }: Extent): string => `
  SELECT DISTINCT settled.claim_id FROM claims_answered_since_judged($2::smallint[], $15::bigint[]) settled
  ${testimony ? 'WHERE settled.claim_id = wanted.id' : ''}`;

const KINDS = `'{${FLAG_KINDS.join(',')}}'::text[]`;

const flagged = (extent: Extent): string => `
  SELECT f.claim_id, bit_or(1 << (array_position(${KINDS}, f.kind) - 1)) AS kinds
  FROM ${rowsOf(extent)('flag', 'claim_id')} f
  WHERE f.state = 'pending' AND may_read(f.access, $2::smallint[])
  GROUP BY f.claim_id`;

const held = (extent: Extent): string => `
  SELECT s.claim_id, s.agent_id FROM ${rowsOf(extent)('assignment', 'claim_id')} s
  JOIN agent g ON g.id = s.agent_id AND may_read(g.access, $2::smallint[])
  WHERE s.released_because IS NULL AND may_read(s.access, $2::smallint[])`;

/**
 * What leans on a claim: the records that directly rest on it, each counted once. Claims that cite it for or against, sources and
 * testimonies that go back to it, cases of contradiction it is in, questions it raises or would settle.
 */
const leaning = (extent: Extent): string => {
  const rows = rowsOf(extent);
  const at = tablesAt(extent);
  return `
  SELECT claim_id, count(*)::integer AS leans FROM (
    SELECT c.cited_claim_id AS claim_id, c.claim_id AS leaning_id FROM ${rows('citation', 'cited_claim_id')} c
    WHERE c.cited_claim_id IS NOT NULL AND c.stance <> 'context' AND c.withdrawn_because IS NULL
      AND may_read(c.access, $2::smallint[])
      AND NOT EXISTS (SELECT FROM claim x WHERE x.id = c.claim_id AND NOT may_read(x.access, $2::smallint[]))
    UNION
    SELECT d.origin_claim_id, coalesce(s.id, t.id) FROM ${rows('descent', 'origin_claim_id')} d
    LEFT JOIN source s ON s.id = d.source_id AND may_read(s.access, $2::smallint[])
    LEFT JOIN testimony t ON t.id = d.testimony_id AND may_read(t.access, $2::smallint[])
    WHERE d.origin_claim_id IS NOT NULL AND d.withdrawn_because IS NULL AND may_read(d.access, $2::smallint[])
      AND num_nonnulls(s.id, t.id) = 1
    UNION
    SELECT j.claim_id, j.contradiction_id FROM ${rows('contradiction_claim', 'claim_id')} j
    JOIN contradiction x ON x.id = j.contradiction_id AND may_read(x.access, $2::smallint[])
    WHERE may_read(j.access, $2::smallint[]) AND EXISTS (
      -- A case of which one sees no other claim is none.
      SELECT FROM ${at('contradiction_claim', 'contradiction_id', 'j.contradiction_id')} other
      JOIN claim c ON c.id = other.claim_id AND may_read(c.access, $2::smallint[])
      WHERE other.contradiction_id = j.contradiction_id AND other.claim_id <> j.claim_id
        AND may_read(other.access, $2::smallint[]))
    UNION
    SELECT j.claim_id, j.question_id FROM ${rows('question_subject', 'claim_id')} j
    JOIN LATERAL (SELECT FROM ${at('question', 'id', 'j.question_id')} q
      WHERE q.id = j.question_id AND q.state <> 'withdrawn' AND may_read(q.access, $2::smallint[])) q ON true
    WHERE j.claim_id IS NOT NULL AND may_read(j.access, $2::smallint[])
  ) lean GROUP BY claim_id`;
};

/**
 * Claims that a judgement of probable or better rests on something for: all others are unverified at once. Where that
 * is a source that goes back to nothing, for a claim told by nobody who had it from there, it is independent at once.
 * (is_independent has the same short way.) Of what is left, is_unverified itself is asked.
 */
const founded = (extent: Extent): string => `
  SELECT c.claim_id, bool_or(c.source_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM descent d WHERE d.source_id = c.source_id)
    AND NOT EXISTS (SELECT FROM source s WHERE s.id = c.source_id AND s.withdrawn_because IS NOT NULL)
    AND NOT EXISTS (SELECT FROM source s WHERE s.id = c.source_id AND NOT may_read(s.access, $2::smallint[]))
    AND NOT EXISTS (SELECT FROM teller h WHERE h.claim_id = c.claim_id AND h.source_id IS NOT NULL ${
      // As of a moment there may have been other tellers; is_independent looks at these too.
      extent.then
        ? ''
        : `AND (h.source_id = c.source_id OR EXISTS (SELECT FROM descent d WHERE d.source_id = h.source_id))`
    })) AS independent
  FROM ${current(extent)} current
  JOIN assessment_citation rests ON rests.assessment_id = current.id AND may_read(rests.access, $2::smallint[])
  JOIN ${rowsOf(extent)('citation', 'claim_id')} c ON c.id = rests.citation_id AND c.stance = 'for'
    AND c.withdrawn_because IS NULL AND may_read(c.access, $2::smallint[])
  WHERE current.confidence IN ('confirmed', 'probable')
  GROUP BY c.claim_id`;

const verdict = (toldPlainly: string): string => `CASE
  WHEN founded.claim_id IS NULL THEN true
  WHEN founded.independent AND ${toldPlainly} THEN false
  ELSE is_unverified(wanted.id, $2::smallint[], $15::bigint[]) END`;

/** Whether one claim is unverified: for a row `wanted` with its `id`, and its testimony `t`. */
export const isUnverified = (extent: Extent): string => `(
  SELECT ${verdict(TOLD_PLAINLY)}
  FROM (SELECT) one LEFT JOIN LATERAL (${founded({ ...extent, testimony: true })}) founded ON true)`;

/** What is known of the wanted claims, each part by its `claim_id`. */
const PARTS = { assessed, cited, undermined, answered, flagged, held, leaning, founded };

/**
 * Common table expressions of which the last, `facts`, has a row for each claim one may see. In the whole archive each
 * part is worked out once and joined; in a testimony it is looked up for each claim: however wrong the planner guesses how
 * many there are, that grows no faster than they do.
 */
export function claimFacts(extent: Extent): string {
  const parts = Object.entries(PARTS).filter(([name]) => extent.judged || name !== 'founded');
  const joins = parts.map(
    ([name, sql]) =>
      `LEFT JOIN ${extent.testimony ? 'LATERAL' : ''} (${sql(extent)}) ${name} ON ${name}.claim_id = wanted.id`,
  );
  return `
  wanted AS (${wanted(extent)}),
  facts AS (
    SELECT wanted.id, wanted.testimony_id, wanted.number, recorded.sequence AS age,
      coalesce(leaning.leans, 0) AS leans, assessed.confidence, coalesce(assessed.contested, false) AS contested,
      coalesce(flagged.kinds, 0) AS flags, held.agent_id AS assignee,
      CASE WHEN flagged.kinds IS NOT NULL THEN 1 ELSE 0 END
        + CASE WHEN assessed.contested THEN 2 ELSE 0 END
        + CASE WHEN assessed.oldest_wording < wanted.version THEN 4 ELSE 0 END
        + CASE WHEN undermined.claim_id IS NOT NULL THEN 8 ELSE 0 END
        + CASE WHEN answered.claim_id IS NOT NULL THEN 16 ELSE 0 END AS reasons,
      CASE WHEN assessed.claim_id IS NULL THEN 1 ELSE 0 END
        + CASE WHEN cited.claim_id IS NULL THEN 2 ELSE 0 END AS lacks,
      ${extent.judged ? verdict('wanted.told_plainly') : 'NULL::boolean'} AS unverified
    FROM wanted
    JOIN activity recorded ON recorded.id = wanted.recorded_by
    ${joins.join('\n    ')}
  )`;
}
