import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import { chains, lockChains, refuseCircle } from '../provenance/chains.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import type { RecordSameAsDto } from './same-as.dto.js';
import { SameAsEntity } from './same-as.entity.js';
import { checkStanding, type Taken, unlessTaken } from './standing.js';

/** From a record to the one it was merged into. */
const MERGES = chains(
  'same_as',
  `SELECT 'agent' AS kind, l.to_id AS id, l.access FROM provenance_link l
   WHERE l.from_id = walk.id AND l.relation = 'alternateOf' AND l.ended_by IS NULL OFFSET 0`,
  `SELECT l.from_id AS id, 1 AS steps FROM provenance_link l
   WHERE l.to_id = walk.id AND l.relation = 'alternateOf' AND l.ended_by IS NULL OFFSET 0`,
);

const TAKEN: Taken[] = [
  {
    constraint: 'uq__same_as__agent_id',
    pointer: '/agentId',
    code: 'same_as.merged',
    detail: 'The record is merged into another already. Merge that one, or withdraw what was said first.',
    expected: 'a record that is not merged into another yet',
  },
  {
    constraint: 'uq__same_as__pair',
    pointer: '/agentId',
    code: 'same_as.exists',
    detail: 'That the two are perhaps one person is recorded already, and stands.',
    expected: 'a pair that is not recorded yet',
  },
];

const pairOf = statement(
  'same_as.pair',
  `SELECT own.kind AS "ownKind", other.kind AS "otherKind", greatest(own.access, other.access) AS access,
     representative_of(own.id, $3::smallint, ${NOW}) = representative_of(other.id, $3::smallint, ${NOW}) AS "isOne"
   FROM agent own JOIN agent other ON other.id = $2
   WHERE own.id = $1`,
);

interface Pair {
  ownKind: string;
  otherKind: string;
  access: number;
  isOne: boolean;
}

const readableAgent = statement(
  'same_as.readable_agent',
  'SELECT FROM agent g WHERE g.id = $1 AND may_read(g.access, $2::smallint)',
);

const readable = statement(
  'same_as.readable',
  `SELECT FROM same_as m WHERE m.id = $1 AND may_read(m.access, $2::smallint)
     AND is_readable('agent', m.agent_id, $2::smallint) AND is_readable('agent', m.same_as_id, $2::smallint)`,
);

/** That two records are of one person. Nothing else of them is changed, so that taking it back loses nothing. */
@Injectable()
export class SameAsService {
  constructor(private readonly ledger: Ledger) {}

  /**
   * Within an activity it is given: what follows from a merge (leads that close) is known only further right.
   * @returns the statement
   */
  async write(
    activity: Activity,
    agentId: string,
    { agentId: sameAsId, certainty, rationale }: RecordSameAsDto,
  ): Promise<string> {
    const pointer = '/agentId';
    const { clearance } = activity.by;
    if ((await activity.rows(readableAgent, [agentId, clearance])).length === 0) throw notFound('agent');
    await checkReferences(activity, [{ table: 'agent', id: sameAsId, pointer }]);
    if (sameAsId === agentId) {
      const expected = 'another record';
      throw invalid([{ pointer, code: 'same_as.of_itself', expected, found: 'the record itself' }]);
    }
    await lockChains(activity, MERGES);
    const { ownKind, otherKind, access, isOne } = (
      await activity.rows<Pair>(pairOf, [agentId, sameAsId, clearance])
    )[0]!;
    if (ownKind !== otherKind) {
      const expected = `a record of the same kind, ${ownKind}`;
      throw invalid([{ pointer, code: 'same_as.kinds_differ', expected, found: otherKind }]);
    }
    if (certainty === 'same') {
      const [own, other] = [agentId, sameAsId].map((id) => ({ kind: 'agent', id })) as [Agent, Agent];
      await refuseCircle(activity, MERGES, own, other, pointer);
    } else if (isOne) {
      throw new Problem(409, 'same_as.exists', 'The two are recorded as one person already.', {
        faults: [{ pointer, code: 'same_as.exists', expected: 'a record of perhaps another person' }],
      });
    }
    const id = randomUUID();
    const row = { id, agentId, sameAsId, certainty, rationale, access };
    await unlessTaken(TAKEN, () => activity.manager.insert(SameAsEntity, row));
    return id;
  }

  /** Takes a merge, or a doubt, back: the records are as they were before. */
  withdraw(by: Attribution, id: string, version: number, because: string): Promise<void> {
    const what = 'statement that two are the same';
    const changes = { withdrawnBecause: because };
    const standing = checkStanding('same_as', 'It');
    return this.ledger.record({ type: 'same_as.withdraw', by, note: because }, async (activity) => {
      if ((await activity.rows(readable, [id, by.clearance])).length === 0) throw notFound(what);
      await reviseRecord(activity, SameAsEntity, what, { id, version }, changes, standing);
    });
  }
}

interface Agent {
  kind: 'agent';
  id: string;
}
