import type { ProvFinding } from './finding.js';
import type { Instance } from './instance.js';
import { OBJECTS, SHAPES, type StatementKind, UNNAMED } from './statement-shapes.js';
import type { Term } from './terms.js';

/** An event of these kinds is the only one between the two things at these places: the number of the constraint. */
const ONE_BETWEEN: Partial<Record<StatementKind, { places: [number, number]; constraint: number }>> = {
  wasGeneratedBy: { places: [0, 1], constraint: 24 },
  wasInvalidatedBy: { places: [0, 1], constraint: 25 },
  wasStartedBy: { places: [0, 2], constraint: 26 },
  wasEndedBy: { places: [0, 2], constraint: 27 },
};

const REASONS: Record<number, string> = {
  22: 'statements on the same thing say the same of it',
  23: 'statements with the same identifier are the same',
  24: 'an activity generates an entity once',
  25: 'an activity invalidates an entity once',
  26: 'an activity starts another once',
  27: 'an activity ends another once',
  28: 'an activity starts at the time of its start',
  29: 'an activity ends at the time of its end',
};

/**
 * Constraints 22 to 29: holds to be the same what must be, as long as anything follows from it, and says what cannot be.
 * Afterwards the terms of the instance know what is the same.
 */
export function unite(instance: Instance): ProvFinding[] {
  return new Uniqueness(instance).run();
}

class Uniqueness {
  private readonly findings: ProvFinding[] = [];
  private readonly byKey = new Map<string, number>();
  private readonly reported = new Set<string>();
  private readonly waiting: number[] = [];

  constructor(private readonly instance: Instance) {}

  run(): ProvFinding[] {
    const { statements, terms } = this.instance;
    statements.forEach((statement, place) => {
      terms.use(statement.id, place);
      for (const term of statement.terms) terms.use(term, place);
    });
    for (let place = 0; place < statements.length; place++) {
      this.look(place);
      for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) this.look(next);
    }
    this.checkTimes();
    return this.findings;
  }

  private look(place: number): void {
    const { statements, terms } = this.instance;
    const { kind, id, terms: parts } = statements[place]!;
    if (!UNNAMED.has(kind)) {
      const constraint = OBJECTS.has(kind) ? 22 : 23;
      const same = this.earlier(`${kind} ${terms.find(id)}`, place);
      if (same !== undefined) {
        const others = statements[same]!.terms;
        parts.forEach((part, at) => {
          this.hold(constraint, part, others[at]!, place, same, SHAPES[kind][at]!.attribute);
        });
      }
    }
    const rule = ONE_BETWEEN[kind];
    if (rule === undefined) return;
    const [one, other] = rule.places.map((at) => terms.find(parts[at]!));
    const same = this.earlier(`${kind} ${one} ${other}`, place);
    if (same !== undefined) this.hold(rule.constraint, id, statements[same]!.id, place, same, 'identifier');
  }

  /** The statement known by this key before; this one, if there was none. */
  private earlier(key: string, place: number): number | undefined {
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, place);
    return known === place ? undefined : known;
  }

  private hold(constraint: number, one: Term, other: Term, place: number, same: number, what: string): void {
    const { terms, statements } = this.instance;
    const again = terms.merge(one, other);
    if (again !== undefined) {
      for (const next of again) this.waiting.push(next);
      return;
    }
    const key = `${constraint} ${what} ${terms.find(one)} ${terms.find(other)} ${terms.find(statements[place]!.id)}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    const [said, before] = [statements[place]!, statements[same]!];
    const isTime = this.instance.clocks.has(terms.nameOf(one) ?? '');
    const names = isTime ? [] : [terms.labelOf(one), terms.labelOf(other)];
    this.findings.push({
      code: `prov.c${constraint}`,
      message:
        `Two ${said.kind} statements differ in their ${what}` +
        `${isTime ? '' : ` (${names.join(' and ')})`}, and ${REASONS[constraint]!}.`,
      ids: [...new Set([...[terms.labelOf(said.id)].filter((id) => !id.startsWith('something')), ...names])],
      pointers: [...new Set([before.pointer, said.pointer])],
    });
  }

  /** An activity and the event of its start (its end) have one time. */
  private checkTimes(): void {
    const { statements, terms } = this.instance;
    const activities = new Map<Term, number>();
    statements.forEach(({ kind, id }, place) => {
      if (kind === 'activity' && !activities.has(terms.find(id))) activities.set(terms.find(id), place);
    });
    statements.forEach(({ kind, terms: parts }, place) => {
      if (kind !== 'wasStartedBy' && kind !== 'wasEndedBy') return;
      const activity = activities.get(terms.find(parts[0]!));
      if (activity === undefined) return;
      const [constraint, at] = kind === 'wasStartedBy' ? [28, 0] : [29, 1];
      this.hold(constraint, parts[3]!, statements[activity]!.terms[at]!, place, activity, 'time');
    });
  }
}
