import { isBasisReadable } from '../access/readable-basis.js';
import type { TableAt } from '../provenance/as-of.js';
import {
  AT_REST,
  DAYS_WITHOUT_ATTEMPT,
  LAST_WITNESS,
  MOST_CLAIMS,
  NEVER_TRIED,
  OLDEST_LIKELY,
  POINTS_FOR_CLAIM,
  type Steps,
  WITNESS_AGE,
  WITNESS_HEALTH,
  WITNESS_OF_UNKNOWN_AGE,
} from './question-priority.rules.js';

/** Where and when: what one may see up to, and the day that counts as today. */
export interface Sight {
  at: TableAt;
  /** The parameter that holds it */
  clearance: string;
  /** SQL that gives the day */
  today: string;
  /** What functions that know moments take for it */
  asOf: string;
}

/** The day of the last activity to be seen, or today. */
export const TODAY = `(now() AT TIME ZONE 'UTC')::date`;

export function dayOf(moment: string): string {
  return `(SELECT (a.started_at AT TIME ZONE 'UTC')::date FROM activity a WHERE seen_at(a.sequence, ${moment}) ORDER BY a.sequence DESC LIMIT 1)`;
}

const atRest = AT_REST.map((state) => `'${state}'`).join(', ');

/** Of what is at rest nothing is looked up: it scores 0 anyway. */
const atWork = `q.state NOT IN (${atRest})`;

/** When an attempt `y` was made, at the latest: as told, or else when it was recorded. */
const attemptDay = `coalesce(upper(y.made_span) - 1,
  (SELECT (a.started_at AT TIME ZONE 'UTC')::date FROM activity a WHERE a.id = y.activity_id))`;

/**
 * Who of those that leads to a question `q` name may still be asked, each once, with his age at the least and his health
 * (2 gravely ill, 1 frail), as far as one may see them. Whoever has declined, asked to be left alone or died is not; nor
 * who would be older than people get, unless it is said that he lives. A group is one of whom nobody knows how many.
 */
const witnesses = ({ at, clearance, today, asOf }: Sight): string => `
  SELECT asked.person, max(known.age) AS age, bool_and(g.kind <> 'person') AS is_group,
    coalesce(bool_or(health.state = 'unable_to_speak'), false) AS is_unable_to_speak,
    max(CASE health.state WHEN 'gravely_ill' THEN 2 WHEN 'frail' THEN 1 ELSE 0 END) AS illness
  FROM ${at('lead', 'question_id', 'q.id')} l
  JOIN agent g ON g.id = l.agent_id AND may_read(g.access, ${clearance}::smallint[])
  CROSS JOIN LATERAL (
    SELECT min(p.id::text) AS person FROM same_records(g.id, ${clearance}::smallint[], ${asOf}) p (id)) asked
  LEFT JOIN LATERAL current_reachability(g.id, ${clearance}::smallint[], ${asOf}, NULL::date) said ON true
  LEFT JOIN LATERAL current_state_of_health(g.id, ${clearance}::smallint[], ${asOf}, NULL::date) health ON true
  CROSS JOIN LATERAL (
    SELECT max(floor((${today} - (upper(lived.born_span) - 1)) / 365.2425)) FILTER (
        WHERE ${isBasisReadable({ source: 'lived.born_source_id', claim: 'lived.born_claim_id' }, clearance)})::integer
        AS age,
      bool_or(num_nonnulls(lived.died_words, lived.died_edtf) > 0
        AND ${isBasisReadable({ source: 'lived.died_source_id', claim: 'lived.died_claim_id' }, clearance)}) AS has_died
    FROM same_records(g.id, ${clearance}::smallint[], ${asOf}) p (id)
    CROSS JOIN LATERAL (SELECT r.* FROM ${at('life', 'agent_id', 'p.id')} r WHERE r.agent_id = p.id OFFSET 0) lived
    WHERE may_read(lived.access, ${clearance}::smallint[])
  ) known
  WHERE ${atWork} AND l.question_id = q.id AND l.kind = 'person' AND may_read(l.access, ${clearance}::smallint[])
    AND l.state NOT IN ('declined', 'died', 'lost')
    AND coalesce(said.state, 'unknown') NOT IN ('declined', 'do_not_contact', 'died')
    AND known.has_died IS NOT TRUE
    AND (said.state IN ('living', 'reached') OR coalesce(known.age, 0) <= ${OLDEST_LIKELY})
  GROUP BY asked.person`;

/** The facts of a question `q` that its priority is worked out from, as one row. */
export const priorityFacts = ({ at, clearance, today, asOf }: Sight): string => `
  SELECT settled.claims_unlocked, tried.attempts,
    CASE WHEN tried.last_day IS NOT NULL THEN greatest(${today} - tried.last_day, 0) END AS days_since_last_attempt,
    asked.living_witnesses, asked.groups, asked.unable_to_speak, asked.oldest_witness_age, asked.illness
  FROM (
    SELECT count(*)::integer AS claims_unlocked
    FROM ${at('question_subject', 'question_id', 'q.id')} j
    JOIN claim c ON c.id = j.claim_id AND may_read(c.access, ${clearance}::smallint[])
    WHERE ${atWork} AND j.question_id = q.id AND j.role = 'would_settle' AND may_read(j.access, ${clearance}::smallint[])
  ) settled, (
    SELECT count(y.id)::integer AS attempts, max(${attemptDay}) AS last_day
    FROM ${at('lead', 'question_id', 'q.id')} l
    CROSS JOIN LATERAL (SELECT r.* FROM ${at('attempt', 'lead_id', 'l.id')} r WHERE r.lead_id = l.id) y
    WHERE ${atWork} AND l.question_id = q.id AND may_read(l.access, ${clearance}::smallint[])
      AND may_read(y.access, ${clearance}::smallint[])
  ) tried, (
    SELECT count(*) FILTER (WHERE NOT is_group AND NOT is_unable_to_speak)::integer AS living_witnesses,
      count(*) FILTER (WHERE is_group)::integer AS groups,
      count(*) FILTER (WHERE is_unable_to_speak)::integer AS unable_to_speak,
      max(age) FILTER (WHERE NOT is_unable_to_speak) AS oldest_witness_age,
      coalesce(max(illness) FILTER (WHERE NOT is_unable_to_speak), 0) AS illness
    FROM (${witnesses({ at, clearance, today, asOf })}) witness
  ) asked`;

const stepped = (value: string, steps: Steps): string =>
  `CASE ${steps.map(([atLeast, points]) => `WHEN ${value} >= ${atLeast} THEN ${points}`).join(' ')} ELSE 0 END`;

/**
 * The score of a question `q` by its facts `f`, for putting lists in order: as the rules have it. A test holds the two
 * together.
 */
export const scoreOf = `CASE WHEN q.state IN (${atRest}) THEN 0 ELSE
  ${POINTS_FOR_CLAIM} * least(f.claims_unlocked, ${MOST_CLAIMS})
  + CASE WHEN f.days_since_last_attempt IS NULL THEN ${NEVER_TRIED}
    ELSE ${stepped('f.days_since_last_attempt', DAYS_WITHOUT_ATTEMPT)} END
  + CASE WHEN f.living_witnesses + f.groups = 0 THEN 0 ELSE
    CASE WHEN f.oldest_witness_age IS NULL THEN ${WITNESS_OF_UNKNOWN_AGE}
      ELSE ${stepped('f.oldest_witness_age', WITNESS_AGE)} END
    + CASE f.illness WHEN 2 THEN ${WITNESS_HEALTH.gravely_ill} WHEN 1 THEN ${WITNESS_HEALTH.frail} ELSE 0 END
    + CASE WHEN f.living_witnesses = 1 AND f.groups = 0 THEN ${LAST_WITNESS} ELSE 0 END END END`;

/** The facts `f` of a question `q` as the rules take them. */
export const factsObject = `json_build_object('state', q.state, 'claimsUnlocked', f.claims_unlocked,
  'attempts', f.attempts, 'daysSinceLastAttempt', f.days_since_last_attempt,
  'livingWitnesses', f.living_witnesses, 'groups', f.groups, 'unableToSpeak', f.unable_to_speak,
  'oldestWitnessAge', f.oldest_witness_age,
  'worstHealth', CASE f.illness WHEN 2 THEN 'gravely_ill' WHEN 1 THEN 'frail' END)`;
