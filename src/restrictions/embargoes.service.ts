import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { type Attribution, STAFF } from '../common/principal.js';
import { Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { whyHeld } from './clock.rules.js';
import { EmbargoesQueries, OVERDUE } from './embargoes.queries.js';
import { RestrictionEndEntity } from './restriction-end.entity.js';

const overdue = statement(
  'embargoes.overdue',
  `SELECT r.id, r.until_edtf IS NULL AS "byDeath" ${OVERDUE} ORDER BY r.sequence`,
);

// Two instances, or a person and the job, would end one twice.
const oneAtATime = statement(
  'embargoes.one_at_a_time',
  `SELECT pg_advisory_xact_lock(hashtextextended('embargoes', 0))`,
);

/** What became of the embargoes that are over. */
export interface Lifting {
  /** The restrictions that were ended */
  ended: string[];
  /** Why none was ended, though some are over by the clock; null where nothing holds them */
  held: string | null;
}

/** Ends the restrictions whose time has come: by an event, never by the clock alone. */
@Injectable()
export class EmbargoesService {
  private readonly since = Date.now();
  private readonly began = performance.now();

  constructor(
    private readonly ledger: Ledger,
    private readonly queries: EmbargoesQueries,
  ) {}

  /** What the job does: as the archive itself, and only by a clock that can be trusted. */
  async liftOverdue(now = Date.now()): Promise<Lifting> {
    const day = new Date(now).toISOString().slice(0, 10);
    if (!(await this.queries.isAnyOverdue(day))) return { ended: [], held: null };
    const held = await this.whyHeld(now);
    if (held !== null) return { ended: [], held };
    return { ended: await this.end({ agentId: ARCHIVE_AGENT_ID, clearance: STAFF }, day), held: null };
  }

  /** What a person may do who has looked at the clock. */
  async confirm(by: Attribution, { clockIsRight }: { clockIsRight: boolean }): Promise<Lifting> {
    if (!clockIsRight)
      throw new Problem(409, 'embargo.clock_doubted', 'Nothing ends by a clock that is not right.');
    return { ended: await this.end(by, new Date().toISOString().slice(0, 10)), held: null };
  }

  private end(by: Attribution, day: string): Promise<string[]> {
    return this.ledger.record({ type: 'restriction.end', by }, (activity) => endAll(activity, day));
  }

  private async whyHeld(now: number): Promise<string | null> {
    const clock = await this.queries.clock();
    return whyHeld({ now, ...clock, since: this.since, elapsed: performance.now() - this.began });
  }
}

async function endAll({ rows, manager, by }: Activity, day: string): Promise<string[]> {
  await rows(oneAtATime, []);
  const found = await rows<{ id: string; byDeath: boolean }>(overdue, [day]);
  for (const { id, byDeath } of found) {
    await manager.insert(RestrictionEndEntity, {
      restrictionId: id,
      reason: 'embargo_ended',
      because: byDeath
        ? 'The years after the death it was to last for are over.'
        : 'The date it was to last until is over.',
      decidedById: by.agentId,
    });
  }
  return found.map(({ id }) => id);
}
