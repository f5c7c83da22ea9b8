import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Reference } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid, Problem } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { lockAgent } from './locked-agent.js';
import { OfficeEntity } from './office.entity.js';
import type { RecordOfficeDto } from './offices.dto.js';
import { checkRestsOn, strictestAccess } from './rests-on.js';

@Injectable()
export class OfficesService {
  constructor(private readonly ledger: Ledger) {}

  record(by: Attribution, agentId: string, wanted: RecordOfficeDto): Promise<string> {
    return this.ledger.record({ type: 'office.record', by }, (activity) =>
      this.write(activity, agentId, wanted),
    );
  }

  async write(activity: Activity, agentId: string, wanted: RecordOfficeDto): Promise<string> {
    const { access: own } = await lockAgent(activity, agentId);
    const { organisationId, placeId, held, ...row } = wanted;
    if (organisationId?.toLowerCase() === agentId) {
      throw invalid([
        {
          pointer: '/organisationId',
          code: 'office.of_itself',
          expected: 'the organisation it was held in',
          found: 'the person',
        },
      ]);
    }
    const others: Reference[] = [
      ...(organisationId === undefined
        ? []
        : [{ table: 'agent' as const, id: organisationId, pointer: '/organisationId' }]),
      ...(placeId === undefined ? [] : [{ table: 'place' as const, id: placeId, pointer: '/placeId' }]),
    ];
    await checkRestsOn(activity, [{ restsOn: row, pointer: '' }], others);
    const access = await strictestAccess(activity, own, [row]);
    const { words, edtf, span } = toldDate(held);
    const id = randomUUID();
    const heldAs = { heldWords: words, heldEdtf: edtf, heldSpan: span };
    await activity.manager.insert(OfficeEntity, {
      ...row,
      id,
      agentId,
      organisationId,
      placeId,
      ...heldAs,
      access,
    });
    return id;
  }

  /** An office is never deleted: it is withdrawn, for a reason, and stays to be seen as such. */
  withdraw(by: Attribution, id: string, version: number, because: string): Promise<void> {
    const changes = { withdrawnBecause: because };
    return this.ledger.record({ type: 'office.withdraw', by, note: because }, (activity) =>
      reviseRecord(activity, OfficeEntity, 'office', { id, version }, changes, checkStanding),
    );
  }
}

function checkStanding({ withdrawnBecause }: OfficeEntity): void {
  if (withdrawnBecause === null) return;
  throw new Problem(409, 'office.withdrawn', 'It was withdrawn already; the first reason stays.');
}
