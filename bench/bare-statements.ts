const lineage = (near: string, far: string): string => `
  WITH RECURSIVE walk (id, depth) AS (
    SELECT $1::uuid, 0
    UNION
    SELECT l.${far}_id, walk.depth + 1
    FROM walk JOIN provenance_link l ON l.${near}_id = walk.id
    WHERE walk.depth < 12 AND l.ended_by IS NULL
  )
  SELECT json_agg(json_build_object('id', id, 'depth', depth))::text AS body
  FROM (SELECT id, min(depth) AS depth FROM (SELECT * FROM walk LIMIT 800) nearest
    GROUP BY id ORDER BY depth, id LIMIT 200) found`;

/** The ways through the graph as short as they can be asked: ids and levels, of as many nodes as the product shows. */
export const LINEAGE = {
  up: { name: 'bare.up', text: lineage('from', 'to') },
  down: { name: 'bare.down', text: lineage('to', 'from') },
};

/**
 * Everything above a claim, as far as one recursive query on one table of edges can tell: each record and its level.
 * That is not yet what holds the claim up: no stances, no kinds, no names, no lines.
 */
export const SUPPORT = {
  name: 'bare.support',
  text: `WITH RECURSIVE walk (id, depth) AS (
      SELECT $1::uuid, 0
      UNION
      SELECT e.to_id, walk.depth + 1 FROM walk JOIN bare.edge e ON e.from_id = walk.id WHERE walk.depth < 256
    )
    SELECT json_agg(json_build_object('id', id, 'depth', depth))::text AS body
    FROM (SELECT id, min(depth) AS depth FROM walk GROUP BY id ORDER BY depth, id) found`,
};

/** How much leans on a source, and the first 50 records of it: ids, kinds and levels. */
export const IMPACT = {
  name: 'bare.impact',
  text: `WITH RECURSIVE walk (kind, id, depth) AS (
      SELECT 'source', $1::uuid, 0
      UNION
      SELECT l.from_kind, l.from_id, walk.depth + 1
      FROM walk JOIN provenance_link l ON l.to_id = walk.id
      WHERE walk.depth < 256 AND l.ended_by IS NULL AND l.relation <> 'wasInfluencedBy'
        AND l.from_kind IN ('claim', 'source', 'testimony', 'revision', 'passage')
    ), found AS (
      SELECT kind, id, min(depth) AS depth FROM walk WHERE kind IN ('claim', 'source', 'testimony') AND id <> $1
      GROUP BY kind, id
    )
    SELECT json_build_object('total', (SELECT count(*) FROM found), 'items', (
      SELECT json_agg(json_build_object('kind', kind, 'id', id, 'depth', depth))
      FROM (SELECT * FROM found ORDER BY depth, kind, id LIMIT 50) page))::text AS body`,
};

/**
 * The claims that wait for an assessment, those on which most leans first: a page of 50, how many there are, and by
 * needs, flag, confidence, contested, assignee and testimony. The same questions as the work list's, of the same
 * tables, as one would ask them where everybody may read everything and nothing is as of a moment.
 */
export const QUEUE = {
  name: 'bare.queue',
  text: `WITH held AS (
      SELECT DISTINCT ON (claim_id, agent_id) claim_id, sequence, confidence, claim_version
      FROM assessment ORDER BY claim_id, agent_id, sequence DESC
    ), assessed AS (
      SELECT claim_id, (array_agg(confidence ORDER BY sequence DESC))[1] AS confidence,
        count(DISTINCT confidence) > 1 AS contested, min(claim_version) AS wording
      FROM held GROUP BY claim_id
    ), cited AS (
      SELECT DISTINCT claim_id FROM citation WHERE stance = 'for' AND withdrawn_because IS NULL
    ), flagged AS (
      SELECT claim_id, array_agg(DISTINCT kind) AS kinds FROM flag WHERE state = 'pending' GROUP BY claim_id
    ), leaning AS (
      SELECT claim_id, count(*) AS leans FROM (
        SELECT cited_claim_id AS claim_id, claim_id AS leaning FROM citation
        WHERE cited_claim_id IS NOT NULL AND stance <> 'context' AND withdrawn_because IS NULL
        UNION SELECT origin_claim_id, coalesce(source_id, testimony_id) FROM descent
        WHERE origin_claim_id IS NOT NULL AND withdrawn_because IS NULL
        UNION SELECT claim_id, contradiction_id FROM contradiction_claim
        UNION SELECT claim_id, question_id FROM question_subject WHERE claim_id IS NOT NULL
      ) each GROUP BY claim_id
    ), facts AS MATERIALIZED (
      SELECT claim.id, claim.testimony_id, claim.number, a.sequence AS age, coalesce(leaning.leans, 0) AS leans,
        assessed.confidence, coalesce(assessed.contested, false) AS contested, flagged.kinds, s.agent_id AS assignee,
        assessed.claim_id IS NULL AS unassessed, cited.claim_id IS NULL AS without_evidence,
        flagged.kinds IS NOT NULL OR assessed.contested IS TRUE OR assessed.wording < claim.version AS to_review
      FROM claim
      JOIN activity a ON a.id = claim.activity_id
      LEFT JOIN assessed ON assessed.claim_id = claim.id
      LEFT JOIN cited ON cited.claim_id = claim.id
      LEFT JOIN flagged ON flagged.claim_id = claim.id
      LEFT JOIN leaning ON leaning.claim_id = claim.id
      LEFT JOIN assignment s ON s.claim_id = claim.id AND s.released_because IS NULL
    ), waiting AS MATERIALIZED (
      SELECT * FROM facts WHERE unassessed
    ), page AS (
      SELECT * FROM waiting ORDER BY leans DESC, age, number, id LIMIT 50
    )
    SELECT json_build_object(
      'items', (SELECT json_agg(json_build_object('id', p.id, 'number', p.number, 'statement', claim.statement,
          'kind', claim.kind, 'basis', claim.basis, 'date', claim.date_words, 'testimony', t.title,
          'confidence', p.confidence, 'contested', p.contested, 'leans', p.leans, 'flags', p.kinds)
          ORDER BY p.leans DESC, p.age, p.number, p.id)
        FROM page p JOIN claim ON claim.id = p.id JOIN testimony t ON t.id = p.testimony_id),
      'total', (SELECT count(*) FROM waiting),
      'needs', (SELECT json_build_array(count(*) FILTER (WHERE unassessed), count(*) FILTER (WHERE without_evidence),
        count(*) FILTER (WHERE to_review)) FROM facts),
      'flag', (SELECT json_object_agg(kind, claims) FROM
        (SELECT kind, count(*) AS claims FROM waiting, unnest(kinds) kind GROUP BY kind) f),
      'confidence', (SELECT json_object_agg(confidence, claims) FROM
        (SELECT confidence, count(*) AS claims FROM waiting WHERE confidence IS NOT NULL GROUP BY confidence) f),
      'contested', (SELECT json_object_agg(contested, claims) FROM
        (SELECT contested, count(*) AS claims FROM waiting GROUP BY contested) f),
      'assigned', (SELECT json_object_agg(coalesce(assignee::text, 'nobody'), claims) FROM
        (SELECT assignee, count(*) AS claims FROM waiting GROUP BY assignee) f),
      'testimony', (SELECT json_object_agg(title, claims) FROM
        (SELECT t.accession || t.title AS title, f.claims FROM (SELECT testimony_id, count(*) AS claims FROM waiting
          GROUP BY testimony_id ORDER BY 2 DESC, 1 LIMIT 50) f JOIN testimony t ON t.id = f.testimony_id) f)
    )::text AS body`,
};

/** What recording a claim with an anchor, two citations and an assessment comes to: 12 rows in 6 tables. */
export const INSERTS = {
  claim: {
    name: 'bare.claim',
    text: `INSERT INTO bare.claim (id, testimony_id, number, statement, kind, basis, date_words, date_edtf, date_span,
        access, activity_id)
      VALUES ($1, $2, $3, $4, 'event', $5, $6, $7, $8, 0, $9)`,
  },
  anchor: {
    name: 'bare.anchor',
    text: `INSERT INTO bare.anchor (id, claim_id, passage_id, revision_id, start_offset, end_offset, exact, prefix,
        suffix, access, activity_id)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10)`,
  },
  citations: {
    name: 'bare.citations',
    text: `INSERT INTO bare.citation (id, claim_id, stance, source_id, locator_label, locator_value, information_class,
        access, activity_id)
      VALUES ($1, $3, $4, $5, $6, $7, $8, 0, $14), ($2, $3, $9, $10, $11, $12, $13, 0, $14)`,
  },
  assessment: {
    name: 'bare.assessment',
    text: `INSERT INTO bare.assessment (id, claim_id, claim_version, agent_id, confidence, rationale, access, activity_id)
      VALUES ($1, $2, 1, $3, $4, $5, 0, $6)`,
  },
  restsOn: {
    name: 'bare.rests_on',
    text: `INSERT INTO bare.assessment_citation (assessment_id, citation_id, access, activity_id)
      VALUES ($1, $2, 0, $4), ($1, $3, 0, $4)`,
  },
  links: {
    name: 'bare.links',
    text: `INSERT INTO bare.provenance_link (from_kind, from_id, relation, to_kind, to_id, edge_id, activity_id, access)
      VALUES ('claim', $1, 'wasQuotedFrom', 'passage', $2, $3, $11, 0),
        ('claim', $1, 'hadPrimarySource', 'source', $4, $5, $11, 0),
        ('claim', $1, 'wasDerivedFrom', 'source', $6, $7, $11, 0),
        ('assessment', $8, 'wasDerivedFrom', 'claim', $1, $9, $11, 0),
        ('assessment', $8, 'wasAttributedTo', 'agent', $10, $9, $11, 0)`,
  },
};
