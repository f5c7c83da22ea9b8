import type { ProvFinding } from './finding.js';
import type { Instance, Statement } from './instance.js';
import { OBJECTS, type StatementKind } from './statement-shapes.js';
import { NONE, type Term } from './terms.js';

/** The relations no two of which may share an identifier, nor share one with a thing. */
const APART: ReadonlySet<StatementKind> = new Set([
  'used',
  'wasGeneratedBy',
  'wasInvalidatedBy',
  'wasStartedBy',
  'wasEndedBy',
  'wasInformedBy',
  'wasAttributedTo',
  'wasAssociatedWith',
  'actedOnBehalfOf',
]);

/** Constraints 51, 53, 54 and 56. (52 is a matter of circles: see `specialization.rules`.) */
export function checkImpossible(instance: Instance): ProvFinding[] {
  return [...derivationsWithoutActivity(instance), ...overlaps(instance), ...membersOfNothing(instance)];
}

function derivationsWithoutActivity({ statements, terms }: Instance): ProvFinding[] {
  return statements
    .filter(({ kind, terms: [, , activity, generation, usage] }) => {
      return kind === 'wasDerivedFrom' && activity === NONE && (generation !== NONE || usage !== NONE);
    })
    .map(({ terms: [generated, used], pointer }) => ({
      code: 'prov.c51',
      message: `The derivation of ${terms.labelOf(generated!)} names a generation or a usage, but not the activity that both belong to.`,
      ids: [terms.labelOf(generated!), terms.labelOf(used!)],
      pointers: [pointer],
    }));
}

function overlaps({ statements, terms }: Instance): ProvFinding[] {
  const findings: ProvFinding[] = [];
  const relations = new Map<Term, Statement>();
  const things = new Map<Term, Statement>();
  const report = (code: string, term: Term, one: Statement, other: Statement): void => {
    const id = terms.labelOf(term);
    findings.push({
      code,
      message: `${id} identifies both a statement ${one.kind} and a statement ${other.kind}.`,
      ids: [id],
      pointers: [...new Set([one.pointer, other.pointer])],
    });
  };
  for (const statement of statements) {
    const root = terms.find(statement.id);
    if (terms.nameOf(root) === undefined) continue;
    if (OBJECTS.has(statement.kind) && !things.has(root)) things.set(root, statement);
    if (!APART.has(statement.kind)) continue;
    const known = relations.get(root);
    if (known === undefined) relations.set(root, statement);
    else if (known.kind !== statement.kind) report('prov.c53', root, known, statement);
  }
  for (const [root, statement] of relations) {
    const thing = things.get(root);
    if (thing !== undefined) report('prov.c54', root, thing, statement);
  }
  return findings;
}

/** What an entity is, its specializations are too (inference 21): so emptiness is handed on. */
function membersOfNothing({ statements, terms }: Instance): ProvFinding[] {
  const empty = new Map<Term, Statement>();
  const specific = new Map<Term, Term[]>();
  for (const statement of statements) {
    const [first, second] = statement.terms;
    if (statement.isEmptyCollection) empty.set(terms.find(statement.id), statement);
    if (statement.kind !== 'specializationOf') continue;
    const general = terms.find(second!);
    const known = specific.get(general);
    if (known === undefined) specific.set(general, [terms.find(first!)]);
    else known.push(terms.find(first!));
  }
  // A map hands out what is put into it while it is walked through.
  for (const [general, says] of empty) {
    for (const its of specific.get(general) ?? []) if (!empty.has(its)) empty.set(its, says);
  }
  return statements
    .filter(({ kind, terms: [collection] }) => kind === 'hadMember' && empty.has(terms.find(collection!)))
    .map(({ terms: [collection, member], pointer }) => ({
      code: 'prov.c56',
      message: `${terms.labelOf(collection!)} is an empty collection and has a member.`,
      ids: [terms.labelOf(collection!), terms.labelOf(member!)],
      pointers: [empty.get(terms.find(collection!))!.pointer, pointer],
    }));
}
