import type { Fault } from '../common/fault.js';
import { Problem } from '../common/problem.js';
import type { ErasableKind, ErasurePart, ErasureState } from './vocabularies.js';

/** Of which kind of record a part is, where it is not all of it. */
const KIND_OF: Partial<Record<ErasurePart, ErasableKind>> = {
  span: 'revision',
  summary: 'testimony',
  name: 'agent',
  health: 'agent',
  contact: 'agent',
};

export interface Wish {
  kind: ErasableKind;
  part: ErasurePart;
  start?: number;
  end?: number;
}

/** What is wrong with what is to be erased, by itself. */
export function faultsOf({ kind, part, start, end }: Wish): Fault[] {
  const faults: Fault[] = [];
  const of = KIND_OF[part];
  if (of !== undefined && of !== kind) {
    faults.push({
      pointer: '/part',
      code: 'erasure.part_of_other_kind',
      expected: `a part that a ${kind} has`,
      found: `${part}, which a ${of} has`,
    });
  }
  const isPlaced = start !== undefined && end !== undefined;
  if (part === 'span' ? !isPlaced || start >= end : start !== undefined || end !== undefined) {
    const expected =
      part === 'span' ? 'start and end of the stretch, the start before the end' : 'no start and no end';
    faults.push({ pointer: '/start', code: 'erasure.span_unclear', expected });
  }
  return faults;
}

/** Refuses what was decided already, and what nobody may do alone. */
export function checkExecution(
  { state, requestedById }: { state: ErasureState; requestedById: string },
  agentId: string,
): void {
  checkOpen(state);
  if (requestedById === agentId) {
    throw new Problem(
      403,
      'erasure.second_person',
      'Whoever requested an erasure cannot carry it out: a second person must.',
    );
  }
}

export function checkOpen(state: ErasureState): void {
  if (state !== 'requested') {
    throw new Problem(409, 'erasure.decided', `The erasure was ${state} already.`);
  }
}
