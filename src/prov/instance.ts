import type { Clock } from './clock.js';
import type { StatementKind } from './statement-shapes.js';
import type { Term, Terms } from './terms.js';

/** One statement, as it stands in a document or as it follows from one that does. */
export interface Statement {
  kind: StatementKind;
  /** What identifies it. */
  id: Term;
  /** One term for each formal attribute, in the order of `SHAPES`. */
  terms: Term[];
  /** Where it stands; of one that follows from another, where that one stands. */
  pointer: string;
  /** Whether it is written down. */
  isGiven: boolean;
  /** Whether it says of an entity that it is an empty collection. */
  isEmptyCollection: boolean;
}

/** The document itself or one of its bundles: PROV judges each by itself. */
export interface Instance {
  terms: Terms;
  statements: Statement[];
  /** What the times say, by the key of their constant. */
  clocks: Map<string, Clock>;
}

/** The clock of a time, where it is known. */
export function clockOfTerm({ terms, clocks }: Instance, term: Term): Clock | undefined {
  const name = terms.nameOf(term);
  return name === undefined ? undefined : clocks.get(name);
}
