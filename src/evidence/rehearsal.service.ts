import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import type { Attribution, Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { ImpactQueries, type Supposition } from '../support/impact.queries.js';
import type { AssessmentDto } from './assessments.dto.js';
import { AssessmentsService } from './assessments.service.js';
import { CitationsService } from './citations.service.js';
import { writeSourceWithdrawal } from './source-withdrawal.service.js';

interface Standing {
  confidence: string | null;
  contested: boolean;
  unverified: boolean;
}

const standing = statement(
  'rehearsal.standing',
  `SELECT (SELECT a.confidence FROM current_assessments(c.id, $2::smallint[], ${NOW}) a
       ORDER BY a.sequence DESC LIMIT 1) AS confidence,
     is_contested(c.id, $2::smallint[], ${NOW}) AS contested,
     is_unverified(c.id, $2::smallint[], ${NOW}) AS unverified
   FROM claim c WHERE c.id = $1 AND may_read(c.access, $2::smallint[])`,
);

const claimOfCitation = statement(
  'rehearsal.claim_of_citation',
  'SELECT claim_id AS id FROM citation WHERE id = $1 AND may_read(access, $2::smallint[])',
);

/** Does an act within an activity that is never committed, and tells what it would touch. */
@Injectable()
export class RehearsalService {
  constructor(
    private readonly ledger: Ledger,
    private readonly assessments: AssessmentsService,
    private readonly citations: CitationsService,
    private readonly impacts: ImpactQueries,
  ) {}

  /** Overturning a judgement: how the claim would stand, and what leans on it. */
  async assessment(by: Attribution, claimId: string, wanted: AssessmentDto): Promise<JsonDocument> {
    const claim = await this.ledger.rehearse({ type: 'claim.assess', by }, (activity) =>
      change(activity, claimId, () => this.assessments.write(activity, claimId, wanted)),
    );
    return this.document(claim, { kind: 'claim', id: claimId }, by.clearance);
  }

  async citationWithdrawal(
    by: Attribution,
    id: string,
    version: number,
    because: string,
  ): Promise<JsonDocument> {
    const { claimId, ...claim } = await this.ledger.rehearse(
      { type: 'citation.withdraw', by },
      async (activity) => {
        const [cited] = await activity.rows<{ id: string }>(claimOfCitation, [id, by.clearance]);
        if (cited === undefined) throw notFound('citation');
        const withdraw = () => this.citations.writeWithdrawal(activity, id, version, because);
        return { claimId: cited.id, ...(await change(activity, cited.id, withdraw)) };
      },
    );
    const fallen = { records: new Set<string>(), edges: new Set([id]) };
    return this.document(claim, { kind: 'claim', id: claimId, fallen, itself: true }, by.clearance);
  }

  async sourceWithdrawal(
    by: Attribution,
    id: string,
    version: number,
    because: string,
  ): Promise<JsonDocument> {
    await this.ledger.rehearse({ type: 'source.withdraw', by }, (activity) =>
      writeSourceWithdrawal(activity, id, version, because),
    );
    return this.document(null, { kind: 'source', id }, by.clearance);
  }

  private async document(
    claim: { before: Standing; after: Standing } | null,
    supposition: Supposition,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const impact = await this.impacts.impactOf(supposition, {}, clearance);
    return new JsonDocument(JSON.stringify({ dryRun: true, claim, impact }));
  }
}

/** How a claim stands before and after something is done. */
async function change(
  { rows, by }: Activity,
  claimId: string,
  act: () => Promise<unknown>,
): Promise<{ before: Standing; after: Standing }> {
  const look = async (): Promise<Standing> => {
    const [found] = await rows<Standing>(standing, [claimId, by.clearance]);
    if (found === undefined) throw notFound('claim');
    return found;
  };
  const before = await look();
  await act();
  return { before, after: await look() };
}
