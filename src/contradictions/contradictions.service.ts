import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { checkReferences } from '../access/readable-references.js';
import { ClaimEntity } from '../claims/claim.entity.js';
import { type Attribution, mayRead } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { ContradictionClaimEntity } from './contradiction-claim.entity.js';
import { ContradictionPositionEntity } from './contradiction-position.entity.js';
import { ContradictionEntity } from './contradiction.entity.js';
import { checkParties, checkPreferred, preferredAmong } from './contradiction.rules.js';
import type {
  OpenContradictionDto,
  RecordedContradictionDto,
  ResolveContradictionDto,
} from './contradictions.dto.js';

/** Two are enough: a case of which one sees fewer is none. */
const readableParties = statement(
  'contradictions.readable_parties',
  `SELECT FROM contradiction_claim j JOIN claim ON claim.id = j.claim_id AND may_read(claim.access, $2::smallint[])
   WHERE j.contradiction_id = $1 AND may_read(j.access, $2::smallint[]) LIMIT 2`,
);

/** In one statement, at whose end foreign keys are looked at: case and positions point at each other. */
const openCase = statement(
  'contradictions.open',
  `WITH opened AS (
     INSERT INTO contradiction (id, statement, question, rationale, state, preferred_id, access)
     VALUES ($1::uuid, $2, $3, $4, $5, $6::uuid, $7::smallint))
   INSERT INTO contradiction_position (id, contradiction_id, number, statement, access)
   SELECT side.id, $1, side.number, side.statement, side.access
   FROM jsonb_to_recordset($8::jsonb) side (id uuid, number integer, statement text, access smallint)`,
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
    {
      statement: why,
      question,
      rationale,
      claimIds,
      positions = [],
      state,
      preferred,
    }: RecordedContradictionDto,
  ): Promise<string> {
    checkParties({ claimIds, positions });
    const sides = positions.map((position, n) => ({ ...position, id: randomUUID(), number: n + 1 }));
    const preferredId = preferredAmong(
      sides.map((side) => side.id),
      { state, preferred },
    );
    await checkReferences(
      activity,
      claimIds.map((id, n) => ({ table: 'claim', id, pointer: `/claimIds/${n}` })),
    );
    const accessOf = await accessOfClaims(activity, claimIds);
    const strictest = (ids: string[]): number => Math.max(0, ...ids.map((id) => accessOf.get(id) ?? 0));
    const id = randomUUID();
    // What is said of claims is for those who may see them.
    const access = strictest(claimIds);
    const rows = sides.map(({ id: sideId, number, statement: answer, claimIds: ids }) => ({
      id: sideId,
      number,
      statement: answer,
      access: strictest(ids),
    }));
    await activity.rows(openCase, [
      id,
      why,
      question ?? null,
      rationale ?? null,
      state ?? 'open',
      preferredId,
      access,
      JSON.stringify(rows),
    ]);
    await activity.manager.insert(
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
  return positions.filter(({ access }) => mayRead(access, by.clearance)).map(({ id }) => id);
}
