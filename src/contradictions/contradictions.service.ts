import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { checkReferences } from '../access/readable-references.js';
import { ClaimEntity } from '../claims/claim.entity.js';
import type { Attribution } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { ContradictionClaimEntity } from './contradiction-claim.entity.js';
import { ContradictionPositionEntity } from './contradiction-position.entity.js';
import { ContradictionEntity } from './contradiction.entity.js';
import { checkParties, checkPreferred } from './contradiction.rules.js';
import type {
  OpenContradictionDto,
  RecordedContradictionDto,
  ResolveContradictionDto,
} from './contradictions.dto.js';

/** Two are enough: a case of which one sees fewer is none. */
const readableParties = statement(
  'contradictions.readable_parties',
  `SELECT FROM contradiction_claim j JOIN claim ON claim.id = j.claim_id AND may_read(claim.access, $2::smallint)
   WHERE j.contradiction_id = $1 AND may_read(j.access, $2::smallint) LIMIT 2`,
);

/** Cases of claims that cannot all be true. */
@Injectable()
export class ContradictionsService {
  constructor(private readonly ledger: Ledger) {}

  open(by: Attribution, wanted: OpenContradictionDto): Promise<string> {
    return this.ledger.record({ type: 'contradiction.open', by }, (activity) => this.write(activity, wanted));
  }

  async write(
    activity: Activity,
    { statement: why, question, rationale, claimIds, positions = [], state }: RecordedContradictionDto,
  ): Promise<string> {
    checkParties({ claimIds, positions });
    await checkReferences(
      activity,
      claimIds.map((id, n) => ({ table: 'claim', id, pointer: `/claimIds/${n}` })),
    );
    const accessOf = await accessOfClaims(activity, claimIds);
    const strictest = (ids: string[]): number => Math.max(0, ...ids.map((id) => accessOf.get(id) ?? 0));
    const id = randomUUID();
    const sides = positions.map((position, n) => ({ ...position, id: randomUUID(), number: n + 1 }));
    const { manager } = activity;
    // What is said of claims is for those who may see them.
    const access = strictest(claimIds);
    await manager.insert(ContradictionEntity, { id, statement: why, question, rationale, state, access });
    if (sides.length > 0) {
      await manager.insert(
        ContradictionPositionEntity,
        sides.map(({ id: sideId, number, statement: answer, claimIds: ids }) => ({
          id: sideId,
          contradictionId: id,
          number,
          statement: answer,
          access: strictest(ids),
        })),
      );
    }
    await manager.insert(
      ContradictionClaimEntity,
      claimIds.map((claimId) => ({
        contradictionId: id,
        claimId,
        positionId: sides.find((side) => side.claimIds.includes(claimId))?.id ?? null,
        access: accessOf.get(claimId) ?? 0,
      })),
    );
    return id;
  }

  /** Says how a case stands, and why; to open it once more is to say so too, and nothing is preferred then. */
  resolve(
    by: Attribution,
    id: string,
    version: number,
    { state, rationale, preferredPositionId }: ResolveContradictionDto,
  ): Promise<void> {
    return this.ledger.record({ type: 'contradiction.resolve', by, note: rationale }, async (activity) => {
      if ((await activity.rows(readableParties, [id, by.clearance])).length < 2)
        throw notFound('contradiction');
      const positions = await readablePositions(activity, id);
      const changes = { state, rationale, preferredId: preferredPositionId ?? null };
      await reviseRecord(activity, ContradictionEntity, 'contradiction', { id, version }, changes, () =>
        checkPreferred(positions, { state, preferredPositionId }),
      );
    });
  }
}

async function accessOfClaims({ manager }: Activity, ids: string[]): Promise<Map<string, number>> {
  const claims = await manager.find(ClaimEntity, {
    where: { id: In(ids) },
    select: { id: true, access: true },
  });
  return new Map(claims.map(({ id, access }) => [id, access]));
}

async function readablePositions({ manager, by }: Activity, contradictionId: string): Promise<string[]> {
  const positions = await manager.find(ContradictionPositionEntity, {
    where: { contradictionId },
    select: { id: true, access: true },
  });
  return positions.filter(({ access }) => access <= by.clearance).map(({ id }) => id);
}
