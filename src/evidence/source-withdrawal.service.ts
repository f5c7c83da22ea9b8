import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { SourceEntity } from '../sources/source.entity.js';

// Also what the one who withdraws it may not see: a source that is worth nothing is so for everybody.
const withdrawCitations = statement(
  'source_withdrawal.citations',
  'UPDATE citation SET withdrawn_because = $2 WHERE source_id = $1 AND withdrawn_because IS NULL',
);

/**
 * Withdraws a source with all that was cited from it, in one activity. What goes back to it stays recorded as doing so:
 * without these steps a copy of a forgery would pass for a source of its own.
 */
@Injectable()
export class SourceWithdrawalService {
  constructor(private readonly ledger: Ledger) {}

  withdraw(by: Attribution, id: string, version: number, because: string): Promise<void> {
    return this.ledger.record({ type: 'source.withdraw', by, note: because }, (activity) =>
      writeSourceWithdrawal(activity, id, version, because),
    );
  }
}

export async function writeSourceWithdrawal(
  activity: Activity,
  id: string,
  version: number,
  because: string,
): Promise<void> {
  const changes = { withdrawnBecause: because };
  await reviseRecord(activity, SourceEntity, 'source', { id, version }, changes, checkNotWithdrawn);
  await activity.rows(withdrawCitations, [id, `The source was withdrawn: ${because}`]);
}

function checkNotWithdrawn({ withdrawnBecause }: SourceEntity): void {
  if (withdrawnBecause === null) return;
  throw new Problem(409, 'source.withdrawn', 'The source was withdrawn already; the first reason stays.');
}
