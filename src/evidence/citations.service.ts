import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { SourcesService } from '../sources/sources.service.js';
import { citationReferences, citationRows } from '../claims/citation-rows.js';
import { refuseClaimCycles } from '../claims/claim-cycle.js';
import type { CitationDto } from '../claims/citation.dto.js';
import { CitationEntity } from '../claims/citation.entity.js';

interface CitingClaim {
  access: number;
  testimonyId: string;
}

const citingClaim = statement(
  'citations.claim',
  `SELECT access, testimony_id AS "testimonyId" FROM claim
   WHERE id = $1 AND may_read(access, $2::smallint[]) FOR KEY SHARE`,
);

const testimonyOfPassage = statement(
  'citations.testimony_of_passage',
  `SELECT r.testimony_id AS id FROM passage p JOIN revision r ON r.id = p.revision_id
   WHERE p.id = $1 AND may_read(p.access, $2::smallint[])`,
);

/** What is brought forward for and against claims. */
@Injectable()
export class CitationsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly sources: SourcesService,
  ) {}

  add(by: Attribution, claimId: string, wanted: CitationDto): Promise<string> {
    return this.ledger.record({ type: 'citation.add', by }, (activity) =>
      this.write(activity, claimId, wanted),
    );
  }

  async write(activity: Activity, claimId: string, wanted: CitationDto): Promise<string> {
    const claim = await this.claimToCite(activity, claimId);
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
    await checkReferences(activity, citationReferences([wanted], atTop), 404);
    if (wanted.passageId !== undefined) {
      await refuseOwnWords(activity, claim.testimonyId, wanted.passageId);
    }
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
  withdraw(by: Attribution, id: string, version: number, because: string): Promise<void> {
    return this.ledger.record({ type: 'citation.withdraw', by, note: because }, (activity) =>
      this.writeWithdrawal(activity, id, version, because),
    );
  }

  writeWithdrawal(activity: Activity, id: string, version: number, because: string): Promise<void> {
    const changes = { withdrawnBecause: because };
    return reviseRecord(activity, CitationEntity, 'citation', { id, version }, changes, checkNotWithdrawn);
  }

  private async claimToCite({ rows, by }: Activity, claimId: string): Promise<CitingClaim> {
    const [claim] = await rows<CitingClaim>(citingClaim, [claimId, by.clearance]);
    if (claim === undefined) throw notFound('claim');
    return claim;
  }
}

function checkNotWithdrawn({ withdrawnBecause }: CitationEntity): void {
  if (withdrawnBecause === null) return;
  throw new Problem(409, 'citation.withdrawn', 'The citation was withdrawn already; the first reason stays.');
}

/** What a claim rests on in its own testimony are its anchors; evidence comes from elsewhere. */
async function refuseOwnWords({ rows, by }: Activity, testimonyId: string, passageId: string): Promise<void> {
  const [testimony] = await rows<{ id: string }>(testimonyOfPassage, [passageId, by.clearance]);
  if (testimony?.id !== testimonyId) return;
  throw invalid([
    {
      pointer: '/passageId',
      code: 'citation.of_own_testimony',
      expected: 'a passage of another testimony',
      found: 'a passage of the testimony that the claim is made in',
    },
  ]);
}
