import { closedIn, readable, shownOfAnchor } from '../access/readable-text.js';
import { certainFirst, currentAnchors } from '../claims/anchor-document.js';
import type { AnchorMethod, AnchorState } from '../collation/vocabularies.js';
import type { AgentKind } from '../provenance/agent.entity.js';
import type { TableAt } from '../provenance/as-of.js';

/*
 * What annotations and nanopublications say of the row `claim` of the testimony `t`, for a reader of clearance $2: the
 * JSON that PostgreSQL makes of it, and its types.
 */

export interface AnnotatedAgent {
  id: string;
  name: string;
  kind: AgentKind;
}

export interface AnnotatedAnchor {
  revision: number;
  state: AnchorState;
  method: AnchorMethod;
  /** In code points of the text that the reader is given; null where the words are lost. */
  start: number | null;
  end: number | null;
  exact: string;
  prefix: string;
  suffix: string;
}

export interface AnnotatedAssessment {
  id: string;
  confidence: string;
  rationale: string;
  claimVersion: number;
  at: string;
  by: AnnotatedAgent;
}

/** Texts by the number of their revision: the hash is that of the text the reader is given. */
export type AnnotatedTexts = Record<string, { sha256: string; at: string | null }>;

export interface AnnotatedClaim {
  id: string;
  number: number;
  statement: string;
  version: number;
  testimony: { id: string; accession: string; language: string };
  /** Who recorded it, as far as one may see it. */
  recorded: { at: string; by: AnnotatedAgent | null } | null;
  revised: string | null;
  anchors: AnnotatedAnchor[];
  /** The latest of each who has judged it, the newest first. */
  assessments: AnnotatedAssessment[];
}

export const agentObject = `json_build_object('id', g.id, 'name', coalesce(g.name, g.description), 'kind', g.kind)`;

/** The id is found first: behind the wall an index does not take what is looked up on the way. */
const actOf = (activity: string, said: string): string => `
  SELECT ${said} FROM (SELECT ${activity} AS id OFFSET 0) wrote
  JOIN activity act ON act.id = wrote.id AND may_read(act.access, $2::smallint[])`;

const actor = `(SELECT ${agentObject} FROM agent g WHERE g.id = act.agent_id AND may_read(g.access, $2::smallint[]))`;

const recordedBy = `coalesce((SELECT first.generated_by FROM history first
  WHERE first.table_name = 'claim' AND first.record_id = claim.id ORDER BY first.id LIMIT 1), claim.activity_id)`;

const anchors = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('revision', r.number, 'state', a.state, 'method', a.method,
    'start', ${shownOfAnchor('start_offset')}, 'end', ${shownOfAnchor('end_offset')},
    'exact', ${shownOfAnchor('exact')}, 'prefix', ${shownOfAnchor('prefix')}, 'suffix', ${shownOfAnchor('suffix')})
    ORDER BY ${certainFirst}), '[]')
  FROM ${currentAnchors(at)}`;

const assessments = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', x.id, 'confidence', x.confidence, 'rationale', x.rationale,
    'claimVersion', x.claim_version, 'at', x.assessed_at, 'by', ${agentObject}) ORDER BY x.sequence DESC), '[]')
  FROM (SELECT y.*, max(y.sequence) OVER (PARTITION BY y.agent_id) AS latest
    FROM ${at('assessment', 'claim_id', 'claim.id')} y
    WHERE y.claim_id = claim.id AND may_read(y.access, $2::smallint[])) x
  JOIN agent g ON g.id = x.agent_id AND may_read(g.access, $2::smallint[])
  WHERE x.sequence = x.latest`;

export const claimMembers = (at: TableAt): string => `
  'id', claim.id, 'number', claim.number, 'statement', claim.statement, 'version', claim.version,
  'testimony', json_build_object('id', t.id, 'accession', t.accession, 'language', t.language),
  'recorded', (${actOf(recordedBy, `json_build_object('at', act.started_at, 'by', ${actor})`)}),
  'revised', (${actOf('claim.activity_id', 'act.started_at')}),
  'anchors', (${anchors(at)}), 'assessments', (${assessments(at)})`;

/** @param which of the revisions `v` */
const texts = (which: string): string => `
  SELECT coalesce(json_object_agg(v.number, json_build_object(
    'sha256', ${readable('v', 'closed.list').sha256},
    'at', (${actOf('v.activity_id', 'act.started_at')}))), '{}') AS texts
  FROM revision v
  CROSS JOIN LATERAL (SELECT ${closedIn('v.id', '$2')} AS list OFFSET 0) closed
  WHERE ${which} AND may_read(v.access, $2::smallint[])`;

export const textsOfClaim = (at: TableAt): string =>
  texts(`v.id IN (SELECT x.revision_id FROM ${at('anchor', 'claim_id', 'claim.id')} x
    WHERE x.claim_id = claim.id AND x.is_current AND may_read(x.access, $2::smallint[]))`);

/** Of the testimony $1, those with the numbers $3. */
export const textsOfTestimony = texts('v.testimony_id = $1 AND v.number = ANY ($3::integer[])');
