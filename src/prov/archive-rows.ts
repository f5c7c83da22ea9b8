import { readableAnchorJoin, shownOfAnchor } from '../access/readable-text.js';
import { type Statement, statement } from '../database/statement.js';
import { tableAsOf } from '../provenance/as-of.js';
import type { Moment } from '../provenance/moment.js';
import { RECORD_KINDS, type RecordKind } from '../provenance/record-kinds.js';
import { DESCRIBED, restsOnReadable } from './record-entities.js';

/*
 * What a document is made of, as rows. $1 is the clearance, $2 the last activity that is seen, $3 which rows: those after an
 * id, a page at a time, for the whole archive; or those of a list of ids.
 */

export const PAGE = 1000;

/** No activity comes after it. */
export const LATEST: Moment = '{9223372036854775807}';

export interface VersionRow {
  id: string;
  /** Null where it was made later than what is seen */
  activity: string | null;
  at: string;
  endedBy: string | null;
  endedAt: string | null;
  version: number | null;
  label: string | null;
  says: Record<string, unknown> | null;
}

export interface ActivityRow {
  id: string;
  sequence: string;
  type: string;
  at: string;
  note: string | null;
  agent: string | null;
}

export interface AgentRow {
  id: string;
  kind: string;
  label: string;
}

export interface LinkRow {
  id: string;
  fromKind: RecordKind;
  from: string;
  relation: string;
  toKind: RecordKind;
  to: string;
  /** Whether one may see both ends: a page is as long as it is, whatever of it is shown */
  isShown: boolean;
}

export interface AnchorRow {
  id: string;
  claim: string;
  passage: string;
  exact: string;
  state: string;
}

/** A row of an association. */
export interface PairRow {
  id: string;
  from: string;
  to: string;
}

export interface AssessmentRow {
  id: string;
  claim: string;
  confidence: string;
  rationale: string;
  citations: string[];
}

/** One question, asked of the whole archive page by page, or of some records. */
export interface Asked {
  page: Statement;
  among: Statement;
}

interface Which {
  where: (column: string) => string;
  order: (column: string) => string;
}

const WHICH: Record<keyof Asked, Which> = {
  page: {
    where: (column) => `${column} > $3`,
    order: (column) => `ORDER BY ${column} LIMIT ${PAGE}`,
  },
  among: { where: (column) => `${column} = ANY ($3::uuid[])`, order: (column) => `ORDER BY ${column}` },
};

const asked = (name: string, sql: (which: Which) => string): Asked => ({
  page: statement(`prov.${name}`, sql(WHICH.page)),
  among: statement(`prov.${name}_among`, sql(WHICH.among)),
});

const moment = (column: string): string => `${column} AT TIME ZONE 'UTC'`;
const iso = (column: string): string => `to_char(${moment(column)}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const saysOf = (kind: RecordKind): string => {
  const members = Object.entries(DESCRIBED[kind].says ?? {}).map(([name, sql]) => `'${name}', ${sql}`);
  return members.length === 0 ? 'NULL::json' : `json_build_object(${members.join(', ')})`;
};

/** Every version of each, the earliest first. The row as it is says that there is one, whatever one may see of its versions. */
const versionsOf = (kind: RecordKind, { where, order }: Which, condition = ''): string => {
  const label = DESCRIBED[kind].label ?? 'NULL';
  const now = `
    SELECT r.id, a.id AS activity, a.sequence, ${iso('a.started_at')} AS at, NULL::uuid AS "endedBy", NULL::text AS "endedAt",
      ${label} AS label, ${saysOf(kind)} AS says
    FROM page r ${DESCRIBED[kind].beside ?? ''}
    LEFT JOIN activity a ON a.id = r.activity_id AND seen_at(a.sequence, $2) AND may_read(a.access, $1::smallint[])`;
  const earlier = `
    SELECT r.id, a.id, a.sequence, ${iso('a.started_at')}, e.id, ${iso('e.started_at')}, ${label}, ${saysOf(kind)}
    FROM page now
    JOIN history h ON h.record_id = now.id AND h.table_name = '${kind}' AND h.generated_by <> h.ended_by
      AND may_read(h.access, $1::smallint[])
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${kind}, h.record) r
    JOIN activity a ON a.id = h.generated_by AND seen_at(a.sequence, $2) AND may_read(a.access, $1::smallint[])
    LEFT JOIN activity e ON e.id = h.ended_by AND seen_at(e.sequence, $2) AND may_read(e.access, $1::smallint[])
    WHERE true ${restsOnReadable(kind, 'r')}`;
  return `
    WITH page AS MATERIALIZED (
      SELECT r.* FROM ${kind} r
      WHERE ${where('r.id')} AND may_read(r.access, $1::smallint[]) ${restsOnReadable(kind, 'r')} ${condition}
      ${order('r.id')})
    ${DESCRIBED[kind].unchanging === true ? now : `${now} UNION ALL ${earlier}`}
    ORDER BY id, sequence`;
};

/** Kinds whose records can have more than one version. */
export const CHANGING = RECORD_KINDS.filter((kind) => DESCRIBED[kind].unchanging !== true);

/** The same of those alone that have more than one, for what is said of changes: mostly there are few. */
export const CHANGED = new Map(
  CHANGING.map((kind) => [
    kind,
    statement(`prov.changed_${kind}`, versionsOf(kind, WHICH.page, 'AND r.version > 1')),
  ]),
);

export const VERSIONS = Object.fromEntries(
  RECORD_KINDS.map((kind) => [kind, asked(`versions_of_${kind}`, (which) => versionsOf(kind, which))]),
) as Record<RecordKind, Asked>;

const activities = (where: string, order: string): string => `
  SELECT a.id, a.sequence, a.type, ${iso('a.started_at')} AS at,
    CASE WHEN may_read(a.note_access, $1::smallint[]) THEN a.note END AS note, g.id AS agent
  FROM activity a LEFT JOIN agent g ON g.id = a.agent_id AND may_read(g.access, $1::smallint[])
  WHERE ${where} AND seen_at(a.sequence, $2) AND may_read(a.access, $1::smallint[]) ${order}`;

export const ACTIVITIES: Asked = {
  page: statement('prov.activities', activities('a.sequence > $3', `ORDER BY a.sequence LIMIT ${PAGE}`)),
  among: statement('prov.activities_among', activities('a.id = ANY ($3::uuid[])', 'ORDER BY a.sequence')),
};

export const AGENTS = asked(
  'agents',
  ({ where, order }) => `
  SELECT r.id, r.kind, coalesce(r.name, r.description) AS label FROM agent r
  WHERE ${where('r.id')} AND may_read(r.access, $1::smallint[]) AND $2::bigint[] IS NOT NULL ${order('r.id')}`,
);

/** Of the kinds and ids that a page of links names, those one may see: asked kind by kind, each by its index. */
const readableEnds = RECORD_KINDS.map(
  (kind) => `SELECT '${kind}' AS kind, r.id FROM ends e JOIN ${kind} r ON r.id = e.id
    WHERE e.kind = '${kind}' AND may_read(r.access, $1::smallint[]) ${restsOnReadable(kind, 'r')}`,
).join(' UNION ALL ');

/** $4 the relations that are wanted */
const links = (which: string, then: string): string => `
  WITH page AS MATERIALIZED (
    SELECT l.* FROM provenance_link l WHERE ${which} AND may_read(l.access, $1::smallint[]) ${then}
  ), ends AS MATERIALIZED (
    SELECT from_kind AS kind, from_id AS id FROM page UNION SELECT to_kind, to_id FROM page
  ), readable AS MATERIALIZED (${readableEnds})
  SELECT p.id, p.from_kind AS "fromKind", p.from_id AS "from", p.relation, p.to_kind AS "toKind", p.to_id AS "to",
    EXISTS (SELECT FROM readable x WHERE x.kind = p.from_kind AND x.id = p.from_id)
      AND EXISTS (SELECT FROM readable x WHERE x.kind = p.to_kind AND x.id = p.to_id) AS "isShown"
  FROM page p ORDER BY p.id`;

export const LINKS: Asked = {
  page: statement(
    'prov.links',
    links(
      'l.id > $3 AND l.relation = ANY ($4::text[]) AND l.ended_by IS NULL AND $2::bigint[] IS NOT NULL',
      `ORDER BY l.id LIMIT ${PAGE}`,
    ),
  ),
  among: statement(
    'prov.links_among',
    links(
      `l.from_id = ANY ($3::uuid[]) AND l.relation = ANY ($4::text[])
        AND EXISTS (SELECT FROM activity a WHERE a.id = l.activity_id AND seen_at(a.sequence, $2))
        AND (l.ended_by IS NULL OR EXISTS (SELECT FROM activity e WHERE e.id = l.ended_by AND NOT seen_at(e.sequence, $2)))`,
      '',
    ),
  ),
};

/** Where each claim stands, or stood then: of claims, in a list of ids. */
export const ANCHORS: Asked = {
  page: statement('prov.anchors', anchors('anchor a', 'a.id > $3', `ORDER BY a.id LIMIT ${PAGE}`)),
  among: statement(
    'prov.anchors_among',
    anchors(
      `unnest($3::uuid[]) of_claim (id)
       CROSS JOIN LATERAL (SELECT * FROM ${tableAsOf('$2')('anchor', 'claim_id', 'of_claim.id')} x OFFSET 0) a`,
      'a.claim_id = of_claim.id',
      '',
    ),
  ),
};

function anchors(from: string, where: string, order: string): string {
  return `
  WITH page AS MATERIALIZED (
    SELECT a.* FROM ${from}
    JOIN claim c ON c.id = a.claim_id AND may_read(c.access, $1::smallint[])
    JOIN passage p ON p.id = a.passage_id AND may_read(p.access, $1::smallint[])
    WHERE ${where} AND a.is_current AND may_read(a.access, $1::smallint[]) ${order})
  SELECT a.id, a.claim_id AS claim, a.passage_id AS passage, ${shownOfAnchor('exact')} AS exact, a.state
  FROM page a ${readableAnchorJoin('$1')}
  WHERE $2::bigint[] IS NOT NULL ORDER BY a.id`;
}

/** The claims of a testimony are its members. */
export const MEMBERS = asked(
  'members',
  ({ where, order }) => `
  SELECT c.id, t.id AS "from", c.id AS "to" FROM claim c JOIN testimony t ON t.id = c.testimony_id
    AND may_read(t.access, $1::smallint[])
  WHERE ${where('c.id')} AND may_read(c.access, $1::smallint[]) AND $2::bigint[] IS NOT NULL ${order('c.id')}`,
);

/** What an assessor says, and what he rests it on. */
export const ASSESSMENTS = asked(
  'assessments',
  ({ where, order }) => `
  SELECT s.id, s.claim_id AS claim, s.confidence, s.rationale,
    ARRAY(SELECT c.id FROM assessment_citation j JOIN citation c ON c.id = j.citation_id AND may_read(c.access, $1::smallint[])
      WHERE j.assessment_id = s.id AND may_read(j.access, $1::smallint[]) ORDER BY c.id)::text[] AS citations
  FROM assessment s JOIN claim q ON q.id = s.claim_id AND may_read(q.access, $1::smallint[])
  WHERE ${where('s.id')} AND may_read(s.access, $1::smallint[]) AND $2::bigint[] IS NOT NULL ${order('s.id')}`,
);

/** Beside what is written elsewhere, the records of ours that it speaks of; which are asked of, in a list of ids. */
export const EXTERNALS = asked(
  'externals',
  ({ where, order }) => `
  SELECT x.id, x.attributed_to AS "attributedTo", g.id AS agent,
    (SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'id', n.id) ORDER BY n.kind, n.id), '[]')
     FROM external_subject s CROSS JOIN LATERAL (
       SELECT 'testimony' AS kind, r.id FROM testimony r WHERE r.id = s.testimony_id AND may_read(r.access, $1::smallint[])
       UNION ALL SELECT 'claim', r.id FROM claim r WHERE r.id = s.claim_id AND may_read(r.access, $1::smallint[])
       UNION ALL SELECT 'source', r.id FROM source r WHERE r.id = s.source_id AND may_read(r.access, $1::smallint[])) n
     WHERE s.external_id = x.id AND may_read(s.access, $1::smallint[])) AS concerns
  FROM external_provenance x LEFT JOIN agent g ON g.id = x.agent_id AND may_read(g.access, $1::smallint[])
  WHERE ${where('x.id')} AND may_read(x.access, $1::smallint[]) AND $2::bigint[] IS NOT NULL ${order('x.id')}`,
);

export const EXTERNAL_DOCUMENT = statement(
  'prov.external_document',
  `SELECT x.document, x.sha256 FROM external_provenance x WHERE x.id = $2 AND may_read(x.access, $1::smallint[])`,
);
