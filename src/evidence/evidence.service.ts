import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { SourcesService } from '../sources/sources.service.js';
import { AssessmentCitationEntity } from '../claims/assessment-citation.entity.js';
import { AssessmentEntity } from '../claims/assessment.entity.js';
import { citationReferences, citationRows } from '../claims/citation-rows.js';
import { refuseClaimCycles } from '../claims/claim-cycle.js';
import type { CitationDto } from '../claims/citation.dto.js';
import { CitationEntity } from '../claims/citation.entity.js';
import type { AssessmentDto } from './evidence.dto.js';

interface JudgedClaim {
  version: number;
  access: number;
}

// The lock keeps the wording that is judged from changing meanwhile.
const judgedClaim = statement(
  'evidence.claim',
  'SELECT version, access FROM claim WHERE id = $1 AND may_read(access, $2::smallint) FOR KEY SHARE',
);

const citationsOfClaim = statement(
  'evidence.citations_of_claim',
  `SELECT id FROM citation WHERE claim_id = $1 AND id = ANY ($2::uuid[]) AND withdrawn_because IS NULL
     AND may_read(access, $3::smallint)`,
);

/** What is brought forward for and against claims, and how they are judged. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly ledger: Ledger,
    private readonly sources: SourcesService,
  ) {}

  addCitation(by: Attribution, claimId: string, wanted: CitationDto): Promise<string> {
    return this.ledger.record({ type: 'citation.add', by }, (activity) =>
      this.writeCitation(activity, claimId, wanted),
    );
  }

  async writeCitation(activity: Activity, claimId: string, wanted: CitationDto): Promise<string> {
    const claim = await this.claimToJudge(activity, claimId);
    if (wanted.claimId === claimId) {
      throw invalid([
        {
          pointer: '/claimId',
          code: 'citation.of_itself',
          expected: 'another claim',
          found: 'the claim itself',
        },
      ]);
    }
    const atTop = (): string => '';
    await checkReferences(activity, citationReferences([wanted], atTop));
    const [row] = await citationRows(activity, this.sources, [wanted], atTop);
    await refuseClaimCycles(activity, claimId, [wanted], atTop);
    const { claimId: citedClaimId, passageId: citedPassageId, ...rest } = row!;
    await activity.manager.insert(CitationEntity, {
      ...rest,
      stance: wanted.stance,
      citedClaimId,
      citedPassageId,
      claimId,
      access: claim.access,
    });
    return row!.id;
  }

  /** A citation is never deleted: it is withdrawn, for a reason, and stays to be seen as such. */
  withdrawCitation(by: Attribution, id: string, version: number, because: string): Promise<void> {
    const changes = { withdrawnBecause: because };
    return this.ledger.record({ type: 'citation.withdraw', by, note: because }, (activity) =>
      reviseRecord(activity, CitationEntity, 'citation', { id, version }, changes, checkNotWithdrawn),
    );
  }

  assess(by: Attribution, claimId: string, wanted: AssessmentDto): Promise<string> {
    return this.ledger.record({ type: 'claim.assess', by }, (activity) =>
      this.writeAssessment(activity, claimId, wanted),
    );
  }

  async writeAssessment(
    activity: Activity,
    claimId: string,
    { confidence, rationale, citationIds = [] }: AssessmentDto,
  ): Promise<string> {
    const { version, access } = await this.claimToJudge(activity, claimId);
    await this.checkCitations(activity, claimId, citationIds);
    const id = randomUUID();
    await activity.manager.insert(AssessmentEntity, {
      id,
      claimId,
      claimVersion: version,
      agentId: activity.by.agentId,
      confidence,
      rationale,
      access,
    });
    await activity.manager.insert(
      AssessmentCitationEntity,
      [...new Set(citationIds)].map((citationId) => ({ assessmentId: id, citationId, access })),
    );
    return id;
  }

  private async claimToJudge({ rows, by }: Activity, claimId: string): Promise<JudgedClaim> {
    const [claim] = await rows<JudgedClaim>(judgedClaim, [claimId, by.clearance]);
    if (claim === undefined) throw notFound('claim');
    return claim;
  }

  private async checkCitations(
    { rows, by }: Activity,
    claimId: string,
    citationIds: string[],
  ): Promise<void> {
    if (citationIds.length === 0) return;
    const found = await rows<{ id: string }>(citationsOfClaim, [claimId, citationIds, by.clearance]);
    const known = new Set(found.map(({ id }) => id));
    const unknown = citationIds.findIndex((id) => !known.has(id.toLowerCase()));
    if (unknown < 0) return;
    throw invalid([
      {
        pointer: `/citationIds/${unknown}`,
        code: 'reference.unknown',
        expected: 'the id of a citation of this claim that is not withdrawn',
        found: 'an id that names none',
      },
    ]);
  }
}

function checkNotWithdrawn({ withdrawnBecause }: CitationEntity): void {
  if (withdrawnBecause === null) return;
  throw new Problem(409, 'citation.withdrawn', 'The citation was withdrawn already; the first reason stays.');
}
