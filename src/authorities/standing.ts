import { Problem } from '../common/problem.js';
import { databaseErrorOf } from '../database/database-problem.js';

/** What was withdrawn is not withdrawn again, nor revised. */
export function checkStanding(noun: string, what: string) {
  return ({ withdrawnBecause }: { withdrawnBecause: string | null }): void => {
    if (withdrawnBecause === null) return;
    throw new Problem(409, `${noun}.withdrawn`, `${what} was withdrawn already; the first reason stays.`);
  };
}

/** Something of which only one may stand at a time, and what to say where there is one. */
export interface Taken {
  constraint: string;
  pointer: string;
  code: string;
  detail: string;
  expected: string;
}

/** Writes what the database may refuse for another of its kind that stands; it alone can tell of two at once. */
export async function unlessTaken<Result>(taken: Taken[], work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const by = databaseErrorOf(error);
    const found = taken.find(({ constraint }) => by?.code === '23505' && by.constraint === constraint);
    if (found === undefined) throw error;
    const { pointer, code, detail, expected } = found;
    throw new Problem(409, code, detail, { faults: [{ pointer, code, expected }] });
  }
}
