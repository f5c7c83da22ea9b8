import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AssessmentCitationEntity } from '../claims/assessment-citation.entity.js';
import { AssessmentEntity } from '../claims/assessment.entity.js';
import { checkRestsOnEvidence } from '../claims/assessment.rules.js';
import type { Confidence, Stance } from '../claims/vocabularies.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import type { AssessmentDto } from './assessments.dto.js';

interface JudgedClaim {
  version: number;
  access: number;
  statement: string;
}

// The lock lets one judge after the other, so that a newer judgement cannot slip in between; and it keeps the wording
// that is judged from changing meanwhile.
const judgedClaim = statement(
  'assessments.claim',
  'SELECT version, access, statement FROM claim WHERE id = $1 AND may_read(access, $2::smallint[]) FOR NO KEY UPDATE',
);

/** $1 claim, $2 clearance, $3 the assessor: what was held last by anybody, and what he held himself */
const held = statement(
  'assessments.held',
  `SELECT a.id, a.confidence, (SELECT own.confidence FROM assessment own
       WHERE own.claim_id = $1 AND own.agent_id = $3 ORDER BY own.sequence DESC LIMIT 1) AS own,
     json_build_object('id', a.id, 'confidence', a.confidence, 'rationale', a.rationale,
       'by', agent_reference(g.id, g.name, g.description), 'at', a.assessed_at) AS document
   FROM assessment a JOIN agent g ON g.id = a.agent_id
   WHERE a.claim_id = $1 AND may_read(a.access, $2::smallint[])
   ORDER BY a.sequence DESC LIMIT 1`,
);

interface Held {
  id: string;
  confidence: Confidence;
  own: Confidence | null;
  document: object;
}

const citationsOfClaim = statement(
  'assessments.citations',
  `SELECT id, stance FROM citation WHERE claim_id = $1 AND id = ANY ($2::uuid[]) AND withdrawn_because IS NULL
     AND may_read(access, $3::smallint[])`,
);

/** How claims are judged. Each researcher holds his own judgement; an earlier one is never overwritten. */
@Injectable()
export class AssessmentsService {
  constructor(private readonly ledger: Ledger) {}

  assess(by: Attribution, claimId: string, wanted: AssessmentDto): Promise<string> {
    return this.ledger.record({ type: 'claim.assess', by }, (activity) =>
      this.write(activity, claimId, wanted),
    );
  }

  async write(activity: Activity, claimId: string, wanted: AssessmentDto): Promise<string> {
    const { confidence, rationale, basedOn } = wanted;
    const citationIds = [...new Set(wanted.citationIds ?? [])];
    const { rows, by } = activity;
    const [claim] = await rows<JudgedClaim>(judgedClaim, [claimId, by.clearance]);
    if (claim === undefined) throw notFound('claim');
    const [last] = await rows<Held>(held, [claimId, by.clearance, by.agentId]);
    checkFresh(wanted, claim, last);
    const restsOn = await stancesOf(activity, claimId, citationIds);
    const before = [last?.own ?? null, last?.confidence ?? null];
    checkRestsOnEvidence({ confidence, restsOn, before }, '/citationIds');
    const id = randomUUID();
    await activity.manager.insert(AssessmentEntity, {
      id,
      claimId,
      claimVersion: claim.version,
      agentId: by.agentId,
      confidence,
      rationale,
      basedOnId: basedOn ?? null,
      access: claim.access,
    });
    await activity.manager.insert(
      AssessmentCitationEntity,
      citationIds.map((citationId) => ({ assessmentId: id, citationId, access: claim.access })),
    );
    return id;
  }
}

/** A judgement on a view that is out of date is refused, with what is newer: nobody overrules what he has not read. */
function checkFresh(
  { basedOn, claimVersion }: AssessmentDto,
  claim: JudgedClaim,
  last: Held | undefined,
): void {
  if (basedOn !== undefined && basedOn !== (last?.id ?? null)) {
    throw new Problem(
      409,
      'assessment.stale',
      last === undefined
        ? 'There is no judgement of this claim that this one could be based on.'
        : 'The claim has been judged anew since. Read the newer judgement, and decide again.',
      { extra: { newer: last?.document ?? null } },
    );
  }
  if (claimVersion !== undefined && claimVersion !== claim.version) {
    throw new Problem(
      409,
      'assessment.wording_changed',
      'The claim is worded otherwise by now. Read it again, and decide again.',
      { extra: { version: claim.version, statement: claim.statement } },
    );
  }
}

async function stancesOf({ rows, by }: Activity, claimId: string, citationIds: string[]): Promise<Stance[]> {
  if (citationIds.length === 0) return [];
  const found = await rows<{ id: string; stance: Stance }>(citationsOfClaim, [
    claimId,
    citationIds,
    by.clearance,
  ]);
  const known = new Set(found.map(({ id }) => id));
  const unknown = citationIds.findIndex((id) => !known.has(id));
  if (unknown < 0) return found.map(({ stance }) => stance);
  throw invalid([
    {
      pointer: `/citationIds/${unknown}`,
      code: 'reference.unknown',
      expected: 'the id of a citation of this claim that is not withdrawn',
      found: 'an id that names none',
    },
  ]);
}
