import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import type { ProvenanceQuery } from './provenance.dto.js';
import type { RecordKind } from './record-kinds.js';

interface Node {
  kind: RecordKind;
  id: string;
  label: string;
  pointer: string | null;
  depth: number;
  generatedBy: unknown;
}

interface Edge {
  from: string;
  relation: string;
  to: string;
  activity: string;
}

const UP = { near: 'from', far: 'to' };
const DOWN = { near: 'to', far: 'from' };

/**
 * $1 id, $2 kind, $3 clearance, $4 depth, $5 how many nodes. The walk goes outward level by level; the LIMIT stops
 * it as soon as enough is found, so that a person with a million claims costs no more than one with a hundred.
 */
const walk = ({ near, far }: typeof UP): string => `
  WITH RECURSIVE walk (kind, id, depth) AS (
    SELECT $2::text, $1::uuid, 0
    UNION
    SELECT l.${far}_kind, l.${far}_id, walk.depth + 1
    FROM walk JOIN provenance_link l ON l.${near}_id = walk.id
    WHERE walk.depth < $4 AND l.ended_by IS NULL AND may_read(l.access, $3::smallint[])
  ), found AS (
    SELECT kind, id, min(depth) AS depth FROM (SELECT * FROM walk LIMIT $5::integer * 4) reached GROUP BY kind, id
  )
  SELECT n.kind, n.id, record_label(n.kind, n.id, n.label, $3::smallint[]) AS label, n.pointer, found.depth, activity_reference(n.activity_id) AS "generatedBy"
  FROM found
  -- LIMIT keeps it a look-up by id for each node; joined as a set, every table would be read whole.
  JOIN LATERAL (SELECT * FROM record r WHERE r.kind = found.kind AND r.id = found.id LIMIT 1) n
    ON may_read(n.access, $3::smallint[])
  ORDER BY found.depth, n.kind, n.pointer, n.id
  LIMIT $5`;

/** $1 the nodes shown, $2 clearance: how many links of each lead on to nodes that are not. */
const hidden = ({ near, far }: typeof UP): string => `
  SELECT shown.id, beyond.many
  FROM unnest($1::uuid[]) AS shown (id)
  JOIN LATERAL (SELECT count(*)::integer AS many FROM (
    SELECT FROM provenance_link l
    JOIN LATERAL (SELECT r.access FROM record r WHERE r.kind = l.${far}_kind AND r.id = l.${far}_id LIMIT 1) n
      ON may_read(n.access, $2::smallint[])
    WHERE l.${near}_id = shown.id AND l.ended_by IS NULL AND may_read(l.access, $2::smallint[])
      AND l.${far}_id <> ALL ($1::uuid[])
    LIMIT 1000) counted) beyond ON beyond.many > 0`;

const WALKS = { up: statement('graph.up', walk(UP)), down: statement('graph.down', walk(DOWN)) };
const BEYOND = {
  up: statement('graph.beyond_up', hidden(UP)),
  down: statement('graph.beyond_down', hidden(DOWN)),
};

const edgesBetween = statement(
  'graph.edges',
  `SELECT DISTINCT ON (l.from_id, l.relation, l.to_id) l.from_id AS "from", l.relation, l.to_id AS "to",
     l.activity_id AS activity
   FROM provenance_link l
   WHERE l.from_id = ANY ($1::uuid[]) AND l.to_id = ANY ($1::uuid[]) AND l.ended_by IS NULL
     AND may_read(l.access, $2::smallint[])
   ORDER BY l.from_id, l.relation, l.to_id, l.id`,
);

@Injectable()
export class GraphQueries {
  constructor(private readonly reader: Reader) {}

  /** What a record rests on (up), or what leans on it (down), as far as one may see it. */
  async graph(
    kind: RecordKind,
    id: string,
    { direction = 'up', depth = 12, limit = 200 }: ProvenanceQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const walked = await this.reader.rows<Node>(WALKS[direction], [id, kind, clearance, depth, limit]);
    const root = walked[0];
    if (root?.depth !== 0) throw notFound(kind);
    const ids = walked.map((node) => node.id);
    const [edges, beyond] = await Promise.all([
      this.reader.rows<Edge>(edgesBetween, [ids, clearance]),
      this.reader.rows<{ id: string; many: number }>(BEYOND[direction], [ids, clearance]),
    ]);
    const connected = connectedTo(root.id, edges, direction);
    return new JsonDocument(
      JSON.stringify({
        root: { kind, id: root.id },
        direction,
        nodes: walked.filter((node) => connected.has(node.id)),
        edges: edges.filter(({ from, to }) => connected.has(from) && connected.has(to)),
        truncated: Object.fromEntries(
          beyond.filter((node) => connected.has(node.id)).map((node) => [node.id, node.many]),
        ),
      }),
    );
  }
}

/** Nodes that only a hidden one joins to the root are not shown: they would tell of it. */
function connectedTo(root: string, edges: Edge[], direction: 'up' | 'down'): Set<string> {
  const onward = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [near, far] = direction === 'up' ? [from, to] : [to, from];
    onward.set(near, [...(onward.get(near) ?? []), far]);
  }
  const reached = new Set([root]);
  for (const id of reached) for (const next of onward.get(id) ?? []) reached.add(next);
  return reached;
}
