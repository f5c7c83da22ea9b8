import type { Instance, Statement } from './instance.js';
import { OBJECTS, UNNAMED, type StatementKind } from './statement-shapes.js';
import { NONE, type Term } from './terms.js';

/** Where the two stand that influence each other by a relation: first who is influenced. */
const INFLUENCE: Partial<Record<StatementKind, [number, number]>> = {
  wasGeneratedBy: [0, 1],
  used: [0, 1],
  wasInvalidatedBy: [0, 1],
  wasStartedBy: [0, 1],
  wasEndedBy: [0, 1],
  wasInformedBy: [0, 1],
  wasDerivedFrom: [0, 1],
  wasAttributedTo: [0, 1],
  wasAssociatedWith: [0, 1],
  actedOnBehalfOf: [0, 1],
};

/**
 * Adds what follows from the statements, as far as a constraint could be broken by it (inferences 9, 10, 11, 14, 15; and
 * that a mention is a specialization). What the others add can break nothing, or is part of the order of events.
 */
export function infer(instance: Instance): void {
  const { statements, terms } = instance;
  const given = statements.length;
  const shared = sharedIds(instance);
  const add = (kind: StatementKind, from: Statement, parts: Term[], id = terms.unnamed()): void => {
    const { pointer } = from;
    statements.push({ kind, id, terms: parts, pointer, isGiven: false, isEmptyCollection: false });
  };
  for (let place = 0; place < given; place++) {
    const statement = statements[place]!;
    const [first, second, third, fourth, fifth] = statement.terms as [Term, Term, Term, Term, Term];
    switch (statement.kind) {
      case 'wasStartedBy':
      case 'wasEndedBy':
        add('wasGeneratedBy', statement, [second, third, terms.unnamed()]);
        break;
      case 'wasDerivedFrom':
        if (third === NONE) break;
        add('used', statement, [third, second, terms.unnamed()], fifth);
        add('wasGeneratedBy', statement, [first, third, terms.unnamed()], fourth);
        break;
      case 'actedOnBehalfOf':
        for (const agent of [first, second]) {
          add('wasAssociatedWith', statement, [third, agent, terms.unnamed()]);
        }
        break;
      case 'mentionOf':
        add('specializationOf', statement, [first, second]);
        break;
      default:
    }
    const pair = INFLUENCE[statement.kind];
    if (pair !== undefined && shared.has(statement.id)) {
      add('wasInfluencedBy', statement, [statement.terms[pair[0]]!, statement.terms[pair[1]]!], statement.id);
    }
  }
}

/** Identifiers of relations of more than one kind: only of these does the influence that follows matter. */
function sharedIds({ statements }: Instance): Set<Term> {
  const kinds = new Map<Term, StatementKind>();
  const shared = new Set<Term>();
  for (const { kind, id } of statements) {
    if (OBJECTS.has(kind) || UNNAMED.has(kind)) continue;
    if ((kinds.get(id) ?? kind) !== kind) shared.add(id);
    kinds.set(id, kind);
  }
  return shared;
}
