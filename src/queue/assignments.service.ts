import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isPermitted } from '../access/permissions.js';
import type { Attribution, Principal } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { AssignmentEntity } from './assignment.entity.js';
import { checkFree, checkReleasable, type Holding } from './assignment.rules.js';
import type { ReleaseClaimDto, TakeClaimDto } from './assignments.dto.js';

// The lock lets one take or release the claim after the other, so that each finds what the other has left.
const wantedClaim = statement(
  'assignments.claim',
  'SELECT access FROM claim WHERE id = $1 AND may_read(access, $2::smallint[]) FOR NO KEY UPDATE',
);

/** Who has a claim. One who may not see that person is not told who it is. */
const holding = statement(
  'assignments.holding',
  `SELECT s.id, s.agent_id AS "agentId", (SELECT agent_reference(g.id, g.name, g.description) FROM agent g
       WHERE g.id = s.agent_id AND may_read(g.access, $2::smallint[])) AS agent
   FROM assignment s WHERE s.claim_id = $1 AND s.released_because IS NULL`,
);

const release = statement('assignments.release', 'UPDATE assignment SET released_because = $2 WHERE id = $1');

/** Who is at work on a claim: one takes it upon himself, and releases it. */
@Injectable()
export class AssignmentsService {
  constructor(private readonly ledger: Ledger) {}

  /** @returns the id of the assignment */
  take(by: Attribution, claimId: string, { note }: TakeClaimDto): Promise<string> {
    return this.ledger.record({ type: 'assignment.take', by, note }, async (activity) => {
      const { claim, held } = await lockClaim(activity, claimId);
      checkFree(held, by.agentId);
      const id = randomUUID();
      await activity.manager.insert(AssignmentEntity, {
        id,
        claimId,
        agentId: by.agentId,
        note: note ?? null,
        access: claim.access,
      });
      return id;
    });
  }

  /** @returns the id of the assignment that has ended */
  release(by: Attribution, asker: Principal, claimId: string, { because }: ReleaseClaimDto): Promise<string> {
    return this.ledger.record({ type: 'assignment.release', by, note: because }, async (activity) => {
      const { held } = await lockClaim(activity, claimId);
      const { id } = checkReleasable(held, by.agentId, isPermitted(asker, 'assignment.release_others'));
      await activity.rows(release, [id, because]);
      return id;
    });
  }
}

async function lockClaim(
  { rows, by }: Activity,
  claimId: string,
): Promise<{ claim: { access: number }; held: Holding | undefined }> {
  const [claim] = await rows<{ access: number }>(wantedClaim, [claimId, by.clearance]);
  if (claim === undefined) throw notFound('claim');
  const [held] = await rows<Holding>(holding, [claimId, by.clearance]);
  return { claim, held };
}
