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
