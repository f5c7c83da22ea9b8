import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { faultOfTime, toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { lockAgent } from './locked-agent.js';
import { checkRestsOn } from './rests-on.js';
import { StateOfHealthEntity } from './state-of-health.entity.js';
import type { StateHealthDto } from './states-of-health.dto.js';

/** How well somebody is. Append-only: a mistake is put right by another statement. */
@Injectable()
export class StatesOfHealthService {
  constructor(private readonly ledger: Ledger) {}

  state(by: Attribution, agentId: string, wanted: StateHealthDto): Promise<string> {
    return this.ledger.record({ type: 'health.record', by }, (activity) =>
      this.write(activity, agentId, wanted),
    );
  }

  async write(activity: Activity, agentId: string, { when, ...row }: StateHealthDto): Promise<string> {
    await lockAgent(activity, agentId);
    const fault = faultOfTime(when?.edtf, '/when/edtf', new Date());
    if (fault !== null) throw invalid([fault]);
    await checkRestsOn(activity, [{ restsOn: row, pointer: '' }]);
    const { words, edtf, span } = toldDate(when);
    const id = randomUUID();
    const held = { heldWords: words, heldEdtf: edtf, heldSpan: span };
    await activity.manager.insert(StateOfHealthEntity, { ...row, ...held, id, agentId });
    return id;
  }
}
