import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import type { Attribution } from '../common/principal.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { lockDescents, refuseDescentCircle } from '../sources/descent-chains.js';
import { refuseWithdrawnSources } from '../sources/withdrawn-sources.js';
import type { RecordSourceDescentDto, RecordTestimonyDescentDto } from './descent.dto.js';
import { DescentEntity } from './descent.entity.js';
import { checkStanding, type Origin, originOf } from './descent.rules.js';

/** What goes back to something else. */
export interface Descendant {
  kind: 'source' | 'testimony';
  id: string;
}

type WantedDescent = RecordSourceDescentDto | RecordTestimonyDescentDto;

// What joins two records is for those who may read both: the stricter of the two.
const accessOfBoth = statement(
  'descents.access',
  `SELECT greatest(own.access, origin.access) AS access
   FROM (
     SELECT s.access FROM source s WHERE $1 = 'source' AND s.id = $2
     UNION ALL SELECT t.access FROM testimony t WHERE $1 = 'testimony' AND t.id = $2) own
   LEFT JOIN (
     SELECT s.access FROM source s WHERE s.id = $3
     UNION ALL SELECT t.access FROM testimony t WHERE t.id = $3
     UNION ALL SELECT g.access FROM agent g WHERE g.id = $3
     UNION ALL SELECT c.access FROM claim c WHERE c.id = $3) origin ON true
   WHERE may_read(own.access, $4::smallint[])`,
);

const sameStep = statement(
  'descents.same',
  `SELECT FROM descent d WHERE coalesce(d.source_id, d.testimony_id) = $1 AND d.kind = $2
     AND coalesce(d.origin_source_id, d.origin_agent_id, d.origin_testimony_id, d.origin_claim_id) = $3
     AND d.withdrawn_because IS NULL`,
);

@Injectable()
export class DescentsService {
  constructor(private readonly ledger: Ledger) {}

  record(by: Attribution, descendant: Descendant, wanted: WantedDescent): Promise<string> {
    return this.ledger.record({ type: 'descent.record', by }, (activity) =>
      this.write(activity, descendant, wanted),
    );
  }

  async write(activity: Activity, descendant: Descendant, wanted: WantedDescent): Promise<string> {
    const origin = originOf(wanted);
    if ('code' in origin) throw invalid([origin]);
    const access = await accessOf(activity, descendant, origin);
    await checkOrigin(activity, descendant, origin);
    await lockDescents(activity);
    await refuseSameStep(activity, descendant, wanted.kind, origin);
    await refuseDescentCircle(activity, descendant, origin, origin.pointer);
    const id = randomUUID();
    await activity.manager.insert(DescentEntity, {
      id,
      [`${descendant.kind}Id`]: descendant.id,
      kind: wanted.kind,
      ...ORIGIN_COLUMNS[origin.kind](origin.id),
      note: wanted.note,
      access,
    });
    return id;
  }

  /** A step is never deleted: it is withdrawn, for a reason, and stays to be seen as such. */
  withdraw(by: Attribution, id: string, version: number, because: string): Promise<void> {
    const changes = { withdrawnBecause: because };
    return this.ledger.record({ type: 'descent.withdraw', by, note: because }, (activity) =>
      reviseRecord(activity, DescentEntity, 'descent', { id, version }, changes, checkStanding),
    );
  }
}

const ORIGIN_COLUMNS = {
  source: (id: string) => ({ originSourceId: id }),
  agent: (id: string) => ({ originAgentId: id }),
  testimony: (id: string) => ({ originTestimonyId: id }),
  claim: (id: string) => ({ originClaimId: id }),
};

async function accessOf({ rows, by }: Activity, descendant: Descendant, origin: Origin): Promise<number> {
  const values = [descendant.kind, descendant.id, origin.id, by.clearance];
  const [found] = await rows<{ access: number }>(accessOfBoth, values);
  if (found === undefined) throw notFound(descendant.kind);
  return found.access;
}

async function checkOrigin(activity: Activity, descendant: Descendant, origin: Origin): Promise<void> {
  const { kind: table, id, pointer } = origin;
  await checkReferences(activity, [{ table, id, pointer }]);
  if (id === descendant.id) {
    throw invalid([
      { pointer, code: 'descent.of_itself', expected: `another ${table}`, found: `the ${table} itself` },
    ]);
  }
  if (table === 'source') await refuseWithdrawnSources(activity, [{ id, pointer }]);
}

async function refuseSameStep(
  { rows }: Activity,
  descendant: Descendant,
  kind: string,
  { id, pointer }: Origin,
): Promise<void> {
  if ((await rows(sameStep, [descendant.id, kind, id])).length === 0) return;
  throw new Problem(409, 'descent.exists', 'This step is recorded already, and stands.', {
    faults: [{ pointer, code: 'descent.exists', expected: 'a step that is not recorded yet' }],
  });
}
