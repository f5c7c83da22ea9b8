import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import { PLACE_PARTS } from '../agents/place-parts.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import { chains, lockChains, refuseCircle } from '../provenance/chains.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { accessOf, type Owner } from './owner.js';
import { SameAsEntity } from './same-as.entity.js';
import { checkStanding, type Taken, unlessTaken } from './standing.js';
import type { Certainty } from './vocabularies.js';

/** From a record to the one it was merged into. */
const MERGES = chains(
  'same_as',
  `SELECT l.to_kind AS kind, l.to_id AS id, l.access FROM provenance_link l
   WHERE l.from_id = walk.id AND l.relation = 'alternateOf' AND l.ended_by IS NULL OFFSET 0`,
  `SELECT l.from_id AS id, 1 AS steps FROM provenance_link l
   WHERE l.to_id = walk.id AND l.relation = 'alternateOf' AND l.ended_by IS NULL OFFSET 0`,
);

const taken = (kind: Owner['kind']): Taken[] => [
  {
    constraint: 'uq__same_as__merged',
    pointer: `/${kind}Id`,
    code: 'same_as.merged',
    detail: 'The record is merged into another already. Merge that one, or withdraw what was said first.',
    expected: 'a record that is not merged into another yet',
  },
  {
    constraint: 'uq__same_as__pair',
    pointer: `/${kind}Id`,
    code: 'same_as.exists',
    detail: 'That the two are perhaps one is recorded already, and stands.',
    expected: 'a pair that is not recorded yet',
  },
];

/** Places are all of one kind. */
const pairOf = (kind: Owner['kind'], kindOf: (record: string) => string) =>
  statement(
    `same_as.pair_of_${kind}s`,
    `SELECT ${kindOf('own')} AS "ownKind", ${kindOf('other')} AS "otherKind",
       greatest(own.access, other.access) AS access,
       representative_of(own.id, $3::smallint[], ${NOW}) = representative_of(other.id, $3::smallint[], ${NOW}) AS "isOne"
     FROM ${kind} own JOIN ${kind} other ON other.id = $2
     WHERE own.id = $1`,
  );

const PAIRS = {
  agent: pairOf('agent', (record) => `${record}.kind`),
  place: pairOf('place', () => `'place'`),
};

interface Pair {
  ownKind: string;
  otherKind: string;
  access: number;
  isOne: boolean;
}

const readable = statement(
  'same_as.readable',
  `SELECT FROM same_as m WHERE m.id = $1 AND may_read(m.access, $2::smallint[])
     AND CASE WHEN m.place_id IS NULL
       THEN is_readable('agent', m.agent_id, $2::smallint[]) AND is_readable('agent', m.same_agent_id, $2::smallint[])
       ELSE is_readable('place', m.place_id, $2::smallint[]) AND is_readable('place', m.same_place_id, $2::smallint[]) END`,
);

/** What is said of a record and another of its kind. */
export interface SaidSame {
  sameAsId: string;
  certainty: Certainty;
  rationale: string;
}

/** That two records are of one person, or one place. Nothing else of them is changed, so that taking it back loses nothing. */
@Injectable()
export class SameAsService {
  constructor(private readonly ledger: Ledger) {}

  /**
   * Within an activity it is given: what follows from a merge (leads that close) is known only further right.
   * @returns the statement
   */
  async write(activity: Activity, own: Owner, { sameAsId, certainty, rationale }: SaidSame): Promise<string> {
    const { kind } = own;
    const other = { kind, id: sameAsId };
    const pointer = `/${kind}Id`;
    await accessOf(activity, own);
    await checkReferences(activity, [{ table: kind, id: sameAsId, pointer }]);
    if (sameAsId === own.id) {
      const expected = 'another record';
      throw invalid([{ pointer, code: 'same_as.of_itself', expected, found: 'the record itself' }]);
    }
    await lockChains(activity, MERGES);
    const { ownKind, otherKind, access, isOne } = (
      await activity.rows<Pair>(PAIRS[kind], [own.id, sameAsId, activity.by.clearance])
    )[0]!;
    if (ownKind !== otherKind) {
      const expected = `a record of the same kind, ${ownKind}`;
      throw invalid([{ pointer, code: 'same_as.kinds_differ', expected, found: otherKind }]);
    }
    if (certainty === 'same') {
      await refuseCircle(activity, MERGES, own, other, pointer);
      if (kind === 'place') await refusePartOfTheOther(activity, own, other, pointer);
    } else if (isOne) {
      throw new Problem(409, 'same_as.exists', 'The two are recorded as one already.', {
        faults: [{ pointer, code: 'same_as.exists', expected: 'a record of perhaps another' }],
      });
    }
    const id = randomUUID();
    const columns =
      kind === 'agent'
        ? { agentId: own.id, sameAgentId: sameAsId }
        : { placeId: own.id, samePlaceId: sameAsId };
    const row = { id, ...columns, certainty, rationale, access };
    await unlessTaken(taken(kind), () => activity.manager.insert(SameAsEntity, row));
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

/** No place lies within itself, by whichever of its records. Merges are locked before parts, never the other way round. */
async function refusePartOfTheOther(
  activity: Activity,
  own: Owner,
  other: Owner,
  pointer: string,
): Promise<void> {
  await lockChains(activity, PLACE_PARTS);
  await refuseCircle(activity, PLACE_PARTS, own, other, pointer);
  await refuseCircle(activity, PLACE_PARTS, other, own, pointer);
}
