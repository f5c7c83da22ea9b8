import type { ProvFinding } from './finding.js';
import type { Instance, Statement } from './instance.js';
import { type Formal, type ProvType, SHAPES } from './statement-shapes.js';
import { NONE, type Term } from './terms.js';

/** What each thing is, and the first statement that says or implies it (constraint 50). */
export type Types = Map<Term, Partial<Record<ProvType, Statement>>>;

export function typesOf({ statements, terms }: Instance): Types {
  const types: Types = new Map();
  const note = (term: Term, type: ProvType, by: Statement): void => {
    if (term === NONE) return;
    const root = terms.find(term);
    const known = types.get(root);
    if (known === undefined) types.set(root, { [type]: by });
    else known[type] ??= by;
  };
  for (const statement of statements) {
    const { kind, id } = statement;
    if (kind === 'entity' || kind === 'activity' || kind === 'agent') note(id, kind, statement);
    (SHAPES[kind] as readonly Formal[]).forEach(({ holds }, at) => {
      if (holds === 'entity' || holds === 'activity' || holds === 'agent') {
        note(statement.terms[at]!, holds, statement);
      }
    });
  }
  return types;
}

/** Constraint 55: nothing is an entity and an activity. */
export function checkTypes({ terms }: Instance, types: Types): ProvFinding[] {
  const findings: ProvFinding[] = [];
  for (const [term, { entity, activity }] of types) {
    if (entity === undefined || activity === undefined) continue;
    const id = terms.labelOf(term);
    findings.push({
      code: 'prov.c55',
      message: `${id} is an entity by one statement (${entity.kind}) and an activity by another (${activity.kind}); nothing is both.`,
      ids: [id],
      pointers: [...new Set([entity.pointer, activity.pointer])],
    });
  }
  return findings;
}
