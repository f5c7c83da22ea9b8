import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { ContradictionClaimEntity } from './contradiction-claim.entity.js';
import { ContradictionEntity } from './contradiction.entity.js';
import type { OpenContradictionDto, ResolveContradictionDto } from './contradictions.dto.js';

/** Cases of claims that cannot all be true. */
@Injectable()
export class ContradictionsService {
  constructor(private readonly ledger: Ledger) {}

  open(by: Attribution, wanted: OpenContradictionDto): Promise<string> {
    return this.ledger.record({ type: 'contradiction.open', by }, (activity) => this.write(activity, wanted));
  }

  async write(
    activity: Activity,
    { statement: why, rationale, claimIds }: OpenContradictionDto,
  ): Promise<string> {
    if (new Set(claimIds).size < claimIds.length) {
      throw invalid([
        {
          pointer: '/claimIds',
          code: 'contradiction.claim_repeated',
          expected: 'at least two claims, each once',
          found: 'one of them twice',
        },
      ]);
    }
    await checkReferences(
      activity,
      claimIds.map((id, n) => ({ table: 'claim', id, pointer: `/claimIds/${n}` })),
    );
    const id = randomUUID();
    await activity.manager.insert(ContradictionEntity, { id, statement: why, rationale });
    await activity.manager.insert(
      ContradictionClaimEntity,
      claimIds.map((claimId) => ({ contradictionId: id, claimId })),
    );
    return id;
  }

  resolve(
    by: Attribution,
    id: string,
    version: number,
    { state, rationale }: ResolveContradictionDto,
  ): Promise<void> {
    return this.ledger.record({ type: 'contradiction.resolve', by, note: rationale }, (activity) =>
      reviseRecord(activity, ContradictionEntity, 'contradiction', { id, version }, { state, rationale }),
    );
  }
}
