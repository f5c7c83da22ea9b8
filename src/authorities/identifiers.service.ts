import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { IdentifierEntity } from './identifier.entity.js';
import type { RecordIdentifierDto } from './identifiers.dto.js';
import { identifierFault } from './name-form.rules.js';
import { accessOf, type Owner, ownerColumns } from './owner.js';
import { checkStanding, type Taken, unlessTaken } from './standing.js';

const RECORDED: Taken = {
  constraint: 'uq__identifier__value',
  pointer: '/value',
  code: 'identifier.exists',
  detail: 'This identifier is recorded already, and stands.',
  expected: 'an identifier that is not recorded yet',
};

const readable = statement(
  'identifiers.readable',
  `SELECT FROM identifier i WHERE i.id = $1 AND may_read(i.access, $2::smallint[])
     AND is_readable(CASE WHEN i.agent_id IS NULL THEN 'place' ELSE 'agent' END, coalesce(i.agent_id, i.place_id),
       $2::smallint[])`,
);

@Injectable()
export class IdentifiersService {
  constructor(private readonly ledger: Ledger) {}

  record(by: Attribution, owner: Owner, wanted: RecordIdentifierDto): Promise<string> {
    return this.ledger.record({ type: 'identifier.record', by }, (activity) =>
      this.write(activity, owner, wanted),
    );
  }

  async write(
    activity: Activity,
    owner: Owner,
    { scheme, value, note }: RecordIdentifierDto,
  ): Promise<string> {
    const access = await accessOf(activity, owner);
    const fault = identifierFault(scheme, value);
    if (fault !== null) throw invalid([fault]);
    const id = randomUUID();
    const row = { id, ...ownerColumns(owner), scheme, value, note, access };
    await unlessTaken([RECORDED], () => activity.manager.insert(IdentifierEntity, row));
    return id;
  }

  withdraw(by: Attribution, id: string, version: number, because: string): Promise<void> {
    const changes = { withdrawnBecause: because };
    const standing = checkStanding('identifier', 'The identifier');
    return this.ledger.record({ type: 'identifier.withdraw', by, note: because }, async (activity) => {
      if ((await activity.rows(readable, [id, by.clearance])).length === 0) throw notFound('identifier');
      await reviseRecord(activity, IdentifierEntity, 'identifier', { id, version }, changes, standing);
    });
  }
}
