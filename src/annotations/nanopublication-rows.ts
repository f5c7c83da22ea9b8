import { isContested } from '../claims/judged-claim.js';
import type { TableAt } from '../provenance/as-of.js';
import type { RightsCode } from '../testimonies/rights.vocabulary.js';
import { type AnnotatedClaim, type AnnotatedTexts, claimMembers, textsOfClaim } from './annotation-rows.js';

/** What a nanopublication says of a claim. */
export interface PublishedClaim {
  claim: AnnotatedClaim;
  texts: AnnotatedTexts;
  kind: string;
  basis: string;
  contested: boolean;
  /** Ids of agents */
  narrators: string[];
  rights: { code: RightsCode; uri: string } | null;
  /** The last act that made it what it is, if one may see it */
  latest: { id: string; at: string } | null;
}

const narrators = (at: TableAt): string => `
  SELECT coalesce(json_agg(g.id ORDER BY b.position), '[]')
  FROM ${at('contribution', 'testimony_id', 't.id')} b
  JOIN agent g ON g.id = b.agent_id AND may_read(g.access, $2::smallint[])
  WHERE b.testimony_id = t.id AND b.role = 'narrator' AND may_read(b.access, $2::smallint[])`;

const actsOf = (at: TableAt): string => `
  SELECT claim.activity_id AS id
  UNION SELECT x.activity_id FROM ${at('assessment', 'claim_id', 'claim.id')} x
    WHERE x.claim_id = claim.id AND may_read(x.access, $2::smallint[])
  UNION SELECT x.activity_id FROM ${at('anchor', 'claim_id', 'claim.id')} x
    WHERE x.claim_id = claim.id AND x.is_current AND may_read(x.access, $2::smallint[])
  UNION SELECT x.activity_id FROM ${at('contribution', 'testimony_id', 't.id')} x
    WHERE x.testimony_id = t.id AND may_read(x.access, $2::smallint[])
  UNION SELECT x.activity_id FROM ${at('rights_statement', 'testimony_id', 't.id')} x
    WHERE x.testimony_id = t.id AND may_read(x.access, $2::smallint[])`;

const latest = (at: TableAt): string => `
  SELECT json_build_object('id', act.id, 'at', act.started_at)
  FROM (${actsOf(at)}) wrote
  CROSS JOIN LATERAL (SELECT x.id, x.started_at, x.sequence FROM activity x
    WHERE x.id = wrote.id AND may_read(x.access, $2::smallint[]) OFFSET 0) act
  ORDER BY act.sequence DESC LIMIT 1`;

export const publishedClaim = (at: TableAt, asOf: string): string => `
  SELECT claim.version, json_build_object('claim', json_build_object(${claimMembers(at)}),
    'texts', (${textsOfClaim(at)}), 'kind', claim.kind, 'basis', claim.basis, 'contested', ${isContested(asOf)},
    'narrators', (${narrators(at)}), 'rights', rights_statement_of(t.id, $2::smallint[], ${asOf}),
    'latest', (${latest(at)}))::text AS body
  FROM ${at('claim', 'id', '$1')} claim
  JOIN testimony t ON t.id = claim.testimony_id AND may_read(t.access, $2::smallint[])
  WHERE claim.id = $1 AND may_read(claim.access, $2::smallint[])`;
