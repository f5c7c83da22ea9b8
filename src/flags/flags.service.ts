import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Attribution, mayRead } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { ClaimEntity } from '../claims/claim.entity.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { FlagEntity } from './flag.entity.js';
import { checkDecided, checkUndecided } from './flag.rules.js';
import type { DecideFlagDto, RaiseFlagDto, ReopenFlagDto } from './flags.dto.js';

@Injectable()
export class FlagsService {
  constructor(private readonly ledger: Ledger) {}

  raise(by: Attribution, claimId: string, wanted: RaiseFlagDto): Promise<string> {
    return this.ledger.record({ type: 'flag.raise', by }, (activity) =>
      this.write(activity, claimId, wanted),
    );
  }

  async write({ manager, by }: Activity, claimId: string, { kind, reason }: RaiseFlagDto): Promise<string> {
    const claim = await manager.findOne(ClaimEntity, {
      where: { id: claimId },
      select: { id: true, access: true },
    });
    if (claim === null || !mayRead(claim.access, by.clearance)) throw notFound('claim');
    const id = randomUUID();
    await manager.insert(FlagEntity, {
      id,
      claimId,
      kind,
      reason,
      raisedById: by.agentId,
      access: claim.access,
    });
    return id;
  }

  decide(by: Attribution, id: string, version: number, { state, because }: DecideFlagDto): Promise<void> {
    const changes = { state, decidedBecause: because };
    return this.ledger.record({ type: 'flag.decide', by, note: because }, (activity) =>
      reviseRecord(activity, FlagEntity, 'flag', { id, version }, changes, checkUndecided),
    );
  }

  /** The decision is taken back, and kept: it stays to be read among the earlier ones. */
  reopen(by: Attribution, id: string, version: number, { because }: ReopenFlagDto): Promise<void> {
    const changes = { state: 'pending', decidedBecause: null, reopenedBecause: because } as const;
    return this.ledger.record({ type: 'flag.reopen', by, note: because }, (activity) =>
      reviseRecord(activity, FlagEntity, 'flag', { id, version }, changes, checkDecided),
    );
  }
}
