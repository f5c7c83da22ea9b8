import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { momentAsOf } from './moment.js';
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

/** How a moment is asked for. */
interface At {
  /** Whether a link stands, or stood */
  standing: (link: string) => string;
  /** Joins to a node `n` the version that stood; none where there was none yet */
  version: string;
  /** The activity that made the version there is, or was */
  generatedBy: string;
}

const NOW: At = { standing: (link) => `${link}.ended_by IS NULL`, version: '', generatedBy: 'n.activity_id' };

/** The first version that was over only later is the one that stood. */
const then = (moment: string): At => ({
  standing: (link) => `stood_at(${link}.activity_id, ${link}.ended_by, ${moment}::bigint[])`,
  version: `JOIN LATERAL (SELECT version.id FROM (
      SELECT coalesce((SELECT h.generated_by FROM history h JOIN activity e ON e.id = h.ended_by
        WHERE h.record_id = n.id AND h.table_name = n.kind AND NOT seen_at(e.sequence, ${moment}::bigint[])
        ORDER BY h.id LIMIT 1), n.activity_id) AS id OFFSET 0) version
    JOIN activity made ON made.id = version.id AND seen_at(made.sequence, ${moment}::bigint[]) OFFSET 0) stood ON true`,
  generatedBy: 'stood.id',
});

/**
 * $1 id, $2 kind, $3 clearance, $4 depth, $5 how many nodes, $6 the moment. The walk goes outward level by level; the LIMIT stops
 * it as soon as enough is found, so that a person with a million claims costs no more than one with a hundred.
 */
const walk = ({ near, far }: typeof UP, at: At): string => `
  WITH RECURSIVE walk (kind, id, depth) AS (
    SELECT $2::text, $1::uuid, 0
    UNION
    SELECT l.${far}_kind, l.${far}_id, walk.depth + 1
    FROM walk JOIN provenance_link l ON l.${near}_id = walk.id
    WHERE walk.depth < $4 AND ${at.standing('l')} AND may_read(l.access, $3::smallint[])
  ), found AS (
    SELECT kind, id, min(depth) AS depth FROM (SELECT * FROM walk LIMIT $5::integer * 4) reached GROUP BY kind, id
  )
  SELECT n.kind, n.id, record_label(n.kind, n.id, n.label, $3::smallint[]) AS label, n.pointer, found.depth, activity_reference(${at.generatedBy}) AS "generatedBy"
  FROM found
  -- LIMIT keeps it a look-up by id for each node; joined as a set, every table would be read whole.
  JOIN LATERAL (SELECT * FROM record r WHERE r.kind = found.kind AND r.id = found.id LIMIT 1) n
    ON may_read(n.access, $3::smallint[])
  ${at.version}
  ORDER BY found.depth, n.kind, n.pointer, n.id
  LIMIT $5`;

/** $1 the nodes shown, $2 clearance, $3 the moment: how many links of each lead on to nodes that are not. */
const hidden = ({ near, far }: typeof UP, at: At): string => `
  SELECT shown.id, beyond.many
  FROM unnest($1::uuid[]) AS shown (id)
  JOIN LATERAL (SELECT count(*)::integer AS many FROM (
    SELECT FROM provenance_link l
    JOIN LATERAL (SELECT r.access FROM record r WHERE r.kind = l.${far}_kind AND r.id = l.${far}_id LIMIT 1) n
      ON may_read(n.access, $2::smallint[])
    WHERE l.${near}_id = shown.id AND ${at.standing('l')} AND may_read(l.access, $2::smallint[])
      AND l.${far}_id <> ALL ($1::uuid[])
    LIMIT 1000) counted) beyond ON beyond.many > 0`;

/** $1 the nodes shown, $2 clearance, $3 the moment */
const edgesBetween = (at: At): string => `
  SELECT DISTINCT ON (l.from_id, l.relation, l.to_id) l.from_id AS "from", l.relation, l.to_id AS "to",
     l.activity_id AS activity
   FROM provenance_link l
   WHERE l.from_id = ANY ($1::uuid[]) AND l.to_id = ANY ($1::uuid[]) AND ${at.standing('l')}
     AND may_read(l.access, $2::smallint[])
   ORDER BY l.from_id, l.relation, l.to_id, l.id`;

const statementsOf = (suffix: string, ofWalk: At, ofShown: At) => ({
  walk: {
    up: statement(`graph.up${suffix}`, walk(UP, ofWalk)),
    down: statement(`graph.down${suffix}`, walk(DOWN, ofWalk)),
  },
  beyond: {
    up: statement(`graph.beyond_up${suffix}`, hidden(UP, ofShown)),
    down: statement(`graph.beyond_down${suffix}`, hidden(DOWN, ofShown)),
  },
  edges: statement(`graph.edges${suffix}`, edgesBetween(ofShown)),
});
const STATEMENTS = {
  now: statementsOf('', NOW, NOW),
  then: statementsOf('_as_of', then('$6'), then('$3')),
};

@Injectable()
export class GraphQueries {
  constructor(private readonly reader: Reader) {}

  /** What a record rests on (up), or what leans on it (down), as far as one may see it, as the links stand or stood. */
  async graph(
    kind: RecordKind,
    id: string,
    { direction = 'up', depth = 12, limit = 200, asOf }: ProvenanceQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const at = moment === null ? [] : [moment];
    const statements = STATEMENTS[moment === null ? 'now' : 'then'];
    const asked = [id, kind, clearance, depth, limit, ...at];
    const walked = await this.reader.rows<Node>(statements.walk[direction], asked);
    const root = walked[0];
    if (root?.depth !== 0) throw notFound(kind);
    const ids = walked.map((node) => node.id);
    const [edges, beyond] = await Promise.all([
      this.reader.rows<Edge>(statements.edges, [ids, clearance, ...at]),
      this.reader.rows<{ id: string; many: number }>(statements.beyond[direction], [ids, clearance, ...at]),
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
