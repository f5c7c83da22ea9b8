import { FLAG_KINDS } from '../flags/vocabularies.js';
import { CONFIDENCES } from '../claims/vocabularies.js';
import { claimFacts, type Extent, isUnverified, tablesAt } from './queue-rows.js';
import { NEEDS, REVIEW_REASONS } from './vocabularies.js';
import { joinedAt } from '../provenance/as-of.js';

/*
 * The page of the queue: items, total and facets in one statement, because all of them count the same claims.
 *
 * $1 what the claims need, $3 a kind of open flag, $4 the confidence, $5 whether contested, $6 whether unverified,
 * $7 the assignee, $8 whether nobody is; each null where it is not asked for. $9 whether what leans on a claim comes
 * first, $10 to $13 the place of the last one shown, $14 how many. $2, $15 and $16 are told of in queue-rows.
 */

/** Each filter is a bit: what fails one alone is still counted among the values of that one. */
const FILTERS = { needs: 1, flag: 2, confidence: 4, contested: 8, unverified: 16, assigned: 32 };

const fails = `
  CASE WHEN f.needs & $1::integer = 0 THEN ${FILTERS.needs} ELSE 0 END
  + CASE WHEN f.flags & $3::integer = 0 THEN ${FILTERS.flag} ELSE 0 END
  + CASE WHEN coalesce(f.confidence, 0) <> $4::integer THEN ${FILTERS.confidence} ELSE 0 END
  + CASE WHEN f.contested <> $5::boolean THEN ${FILTERS.contested} ELSE 0 END
  + CASE WHEN f.unverified <> $6::boolean THEN ${FILTERS.unverified} ELSE 0 END
  + CASE WHEN f.assignee IS DISTINCT FROM $7::uuid AND $7 IS NOT NULL OR f.assignee IS NOT NULL AND $8::boolean
    THEN ${FILTERS.assigned} ELSE 0 END`;

// At most one bit is set. (Compared by size: of an equality the planner would think that hardly any claim passes it.)
const candidates = `
  SELECT f.*, tried.fails
  FROM (SELECT facts.*, lacks + CASE WHEN reasons <> 0 THEN 4 ELSE 0 END AS needs FROM facts OFFSET 0) f
  CROSS JOIN LATERAL (SELECT ${fails} AS fails) tried
  WHERE tried.fails & (tried.fails - 1) <= 0`;

// The first ones are taken before they are counted: a window over all would have all of them sorted.
const page = `
  SELECT first.*, row_number() OVER (ORDER BY weight, age, number, id) AS position
  FROM (
    SELECT ranked.* FROM (
      SELECT c.*, CASE WHEN $9::boolean THEN -c.leans ELSE 0 END AS weight FROM candidates c WHERE c.fails <= 0
    ) ranked
    WHERE (weight, age, number, id) > ($10::integer, $11::bigint, $12::integer, $13::uuid)
    ORDER BY weight, age, number, id
    LIMIT $14::integer + 1
  ) first`;

/** The terms of a vocabulary whose bits are set. */
const termsOf = (vocabulary: readonly string[], bits: string): string => `(
  SELECT coalesce(json_agg(v.term ORDER BY v.rank), '[]')
  FROM unnest('{${vocabulary.join(',')}}'::text[]) WITH ORDINALITY AS v (term, rank)
  WHERE ${bits} & (1 << (v.rank::integer - 1)) <> 0)`;

const assignment = (extent: Extent): string => `(
  SELECT json_build_object('agent', agent_reference(g.id, g.name, g.description), 'note', s.note,
    'activity', activity_reference(s.activity_id))
  FROM ${tablesAt(extent)('assignment', 'claim_id', 'wanted.id')} s
  JOIN agent g ON g.id = s.agent_id AND may_read(g.access, $2::smallint[])
  WHERE s.claim_id = wanted.id AND s.released_because IS NULL AND may_read(s.access, $2::smallint[]))`;

const openFlags = (extent: Extent): string => `(
  SELECT coalesce(json_agg(json_build_object('id', f.id, 'kind', f.kind, 'reason', f.reason) ORDER BY f.sequence), '[]')
  FROM ${tablesAt(extent)('flag', 'claim_id', 'wanted.id')} f
  WHERE f.claim_id = wanted.id AND f.state = 'pending' AND may_read(f.access, $2::smallint[]))`;

const items = (extent: Extent): string => `
  SELECT '[' || coalesce(string_agg(json_build_object('id', claim.id, 'number', claim.number,
      'pointer', t.accession || ' #' || claim.number,
      'testimony', json_build_object('id', t.id, 'accession', t.accession, 'title', t.title),
      'statement', claim.statement, 'kind', claim.kind, 'basis', claim.basis,
      'date', told_date(claim.date_words, claim.date_edtf, claim.date_span),
      'confidence', ('{${CONFIDENCES.join(',')}}'::text[])[wanted.confidence],
      'contested', wanted.contested,
      'unverified', ${extent.judged ? 'wanted.unverified' : isUnverified(extent)},
      'needs', ${termsOf(NEEDS, 'wanted.needs')}, 'reasons', ${termsOf(REVIEW_REASONS, 'wanted.reasons')},
      'flags', ${openFlags(extent)}, 'leans', wanted.leans, 'assignment', ${assignment(extent)},
      'recorded', activity_reference(recorded.id), 'version', claim.version)::text, ',' ORDER BY wanted.position), '') || ']'
  FROM page wanted
  JOIN LATERAL (SELECT claim.* FROM ${tablesAt(extent)('claim', 'id', 'wanted.id')} claim
    WHERE claim.id = wanted.id OFFSET 0) claim ON true
  JOIN ${joinedAt(tablesAt(extent), 'testimony', 'claim.testimony_id')} t ON t.id = claim.testimony_id
  JOIN activity recorded ON recorded.sequence = wanted.age
  WHERE wanted.position <= $14`;

const next = `
  SELECT concat_ws(' ', p.weight, p.age, p.number, p.id) FROM page p
  WHERE p.position = $14 AND EXISTS (SELECT FROM page more WHERE more.position > $14)`;

/** Claims counted by each value they have, whatever the filter for just that says. */
const facet = (filter: number, value: string, order: string, values = ''): string => `(
  SELECT coalesce(json_agg(json_build_object('value', of.value, 'claims', of.claims) ORDER BY of.rank), '[]')
  FROM (SELECT ${value} AS value, ${order} AS rank, sum(g.claims) AS claims FROM groups g ${values}
    WHERE g.fails & ~${filter} = 0 GROUP BY 1, 2) of
  WHERE of.value IS NOT NULL)`;

const facetOfBits = (filter: number, vocabulary: readonly string[], bits: string): string =>
  facet(
    filter,
    'v.term',
    'v.rank',
    `JOIN unnest('{${vocabulary.join(',')}}'::text[]) WITH ORDINALITY AS v (term, rank)
      ON ${bits} & (1 << (v.rank::integer - 1)) <> 0`,
  );

/** Of testimonies and of people there may be many: those with the most claims are told. */
const MOST_VALUES = 50;

const facets = (extent: Extent): string => `
  SELECT json_build_object(
    'needs', ${facetOfBits(FILTERS.needs, NEEDS, 'g.needs')},
    'flag', ${facetOfBits(FILTERS.flag, FLAG_KINDS, 'g.flags')},
    'confidence', ${facet(FILTERS.confidence, `('{${CONFIDENCES.join(',')}}'::text[])[g.confidence]`, 'g.confidence')},
    'contested', ${facet(FILTERS.contested, 'g.contested', 'g.contested')},
    'unverified', ${extent.judged ? facet(FILTERS.unverified, 'g.unverified', 'g.unverified') : 'NULL'},
    'assigned', (
      SELECT coalesce(json_agg(json_build_object('agent', CASE WHEN most.assignee IS NOT NULL THEN
          agent_reference(a.id, a.name, a.description) END, 'claims', most.claims)
        ORDER BY most.claims DESC, most.assignee), '[]')
      FROM (SELECT g.assignee, sum(g.claims) AS claims FROM groups g
        WHERE g.fails & ~${FILTERS.assigned} = 0 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_VALUES}) most
      LEFT JOIN agent a ON a.id = most.assignee),
    'testimony', (
      SELECT coalesce(json_agg(json_build_object(
          'testimony', json_build_object('id', t.id, 'accession', t.accession, 'title', t.title),
          'claims', most.claims) ORDER BY most.claims DESC, t.sequence), '[]')
      FROM (SELECT c.testimony_id, count(*) AS claims FROM candidates c WHERE c.fails <= 0
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_VALUES}) most
      JOIN ${joinedAt(tablesAt(extent), 'testimony', 'most.testimony_id')} t ON t.id = most.testimony_id))`;

export const queuePage = (extent: Extent): string => `
  WITH ${claimFacts(extent)},
  candidates AS MATERIALIZED (${candidates}),
  groups AS MATERIALIZED (
    SELECT fails, needs, flags, confidence, contested, unverified, assignee, count(*) AS claims
    FROM candidates GROUP BY 1, 2, 3, 4, 5, 6, 7),
  page AS MATERIALIZED (${page})
  SELECT (${items(extent)}) AS items, (${next}) AS next,
    (SELECT coalesce(sum(g.claims), 0) FROM groups g WHERE g.fails = 0) AS total,
    (${facets(extent)})::text AS facets`;
