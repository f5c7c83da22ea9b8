import { STAFF } from '../common/principal.js';
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { invalid } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import type { Activity } from '../provenance/ledger.js';
import type { ReachabilityState } from './life.vocabulary.js';
import { lockAgent } from './locked-agent.js';
import type { StateReachabilityDto } from './reachability.dto.js';
import { ReachabilityEntity } from './reachability.entity.js';
import { faultOfReachability } from './reachability.rules.js';
import { checkRestsOn, strictestAccess } from './rests-on.js';

const standing = statement(
  'reachability.standing',
  `SELECT r.state FROM current_reachability($1, $2::smallint[], ${NOW}, NULL) r`,
);

/** The clearance of who may see all there is. */
const EVERYTHING = STAFF;

// All records of the person, so that nobody comes to ask him by another of them meanwhile.
const lockPerson = statement(
  'reachability.lock_person',
  `SELECT FROM agent g WHERE g.id IN (SELECT p.id FROM same_person($1) p (id)) ORDER BY g.id FOR NO KEY UPDATE`,
);

/**
 * Writes what is said of whether somebody can be reached. It opens no activity of its own: what is to follow from it
 * (leads that close) belongs into the same one, and is known only further right.
 */
@Injectable()
export class ReachabilityService {
  /**
   * Holds fast, until the end of the activity, what is said of a person by any of his records.
   * @returns what counts for everybody, whoever may see it; null where nothing was said
   */
  async hold(activity: Activity, agentId: string): Promise<ReachabilityState | null> {
    await activity.rows(lockPerson, [agentId]);
    const [said] = await activity.rows<{ state: ReachabilityState }>(standing, [agentId, EVERYTHING]);
    return said?.state ?? null;
  }

  /** @returns the statement, and whether it is what holds from now on */
  async write(
    activity: Activity,
    agentId: string,
    { state, when, because, sourceId, claimId }: StateReachabilityDto,
  ): Promise<{ id: string; current: ReachabilityState }> {
    await activity.rows(lockPerson, [agentId]);
    const { access: own, kind } = await lockAgent(activity, agentId, ['person', 'group', 'organisation']);
    const asked = [agentId, activity.by.clearance];
    const [before] = await activity.rows<{ state: ReachabilityState }>(standing, asked);
    const fault = faultOfReachability(
      { state, edtf: when?.edtf, because },
      kind,
      before?.state ?? null,
      new Date(),
    );
    if (fault !== null) throw invalid([fault]);
    const restsOn = { sourceId, claimId };
    await checkRestsOn(activity, [{ restsOn, pointer: '' }]);
    const access = await strictestAccess(activity, own, [restsOn]);
    const { words, edtf, span } = toldDate(when);
    const id = randomUUID();
    const held = { heldWords: words, heldEdtf: edtf, heldSpan: span };
    const row = { id, agentId, state, because, ...restsOn, access };
    await activity.manager.insert(ReachabilityEntity, { ...row, ...held });
    const [after] = await activity.rows<{ state: ReachabilityState }>(standing, asked);
    return { id, current: after?.state ?? state };
  }
}
