import { isBefore, type Clock } from './clock.js';
import type { EventKind, EventOrder } from './event-order.rules.js';
import type { EventWords } from './event-words.js';
import type { ProvFinding } from './finding.js';
import { clockOfTerm, type Instance, type Statement } from './instance.js';
import { SHAPES, type Formal, type StatementKind } from './statement-shapes.js';
import type { Term } from './terms.js';

/** Which events a statement gives a time to: at which place stands what it happens to (-1: the statement), and the time. */
const TIMED: Partial<Record<StatementKind, { event: EventKind; of: number; attribute: string }[]>> = {
  wasGeneratedBy: [{ event: 'generation', of: 0, attribute: 'prov:time' }],
  wasInvalidatedBy: [{ event: 'invalidation', of: 0, attribute: 'prov:time' }],
  used: [{ event: 'usage', of: -1, attribute: 'prov:time' }],
  wasStartedBy: [{ event: 'start', of: 0, attribute: 'prov:time' }],
  wasEndedBy: [{ event: 'end', of: 0, attribute: 'prov:time' }],
  activity: [
    { event: 'start', of: -1, attribute: 'prov:startTime' },
    { event: 'end', of: -1, attribute: 'prov:endTime' },
  ],
};

/** Which constraint says that the events of a kind, on one thing, happen at once. */
const AT_ONCE: Record<EventKind, number> = {
  generation: 39,
  invalidation: 40,
  start: 31,
  end: 32,
  usage: 23,
};

interface Sight {
  clock: Clock;
  node: number;
  by: Statement;
}

/** The latest time that is known to be no later than anything in a component, and the edge over which it was learnt. */
interface Bound extends Sight {
  edge: number;
}

/**
 * Times that run against the order of the events, over however many events without a time; each event is told of once. An
 * event too early is then taken for what it says, or else all that follows would be told of too.
 */
export function clockFindings(
  instance: Instance,
  order: EventOrder,
  { componentOf, count }: { componentOf: Int32Array; count: number },
  words: EventWords,
): ProvFinding[] {
  const { graph, edges } = order;
  const sights = sightsOf(instance, order);
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let node = 0; node < graph.nodes; node++) members[componentOf[node]!]!.push(node);
  const entering: number[][] = Array.from({ length: count }, () => []);
  const within = new Map<number, number>();
  graph.to.forEach((node, edge) => {
    if (componentOf[graph.from[edge]!] !== componentOf[node]) entering[componentOf[node]!]!.push(edge);
    else within.set(node, edge);
  });
  const findings: ProvFinding[] = [];
  const report = (constraint: number, earlier: Sight, later: Sight, by: Statement[]): void => {
    const isOne = earlier.node === later.node;
    findings.push({
      code: `prov.time.c${constraint}`,
      message: isOne
        ? `${capital(words.describe(later.node))} has two times, ${written(earlier)} and ${written(later)}.`
        : `${capital(words.describe(later.node))} is dated ${written(later)}, before ${words.describe(earlier.node)} (${written(earlier)}), and cannot come before it.`,
      ids: [...new Set([...words.thingsOf(earlier.node), ...words.thingsOf(later.node)])],
      pointers: [...new Set([earlier.by.pointer, later.by.pointer, ...by.map(({ pointer }) => pointer)])],
    });
  };
  const bounds: (Bound | undefined)[] = [];
  // From the highest number on, so that what comes before has been looked at.
  for (let component = count - 1; component >= 0; component--) {
    const bound = latest(
      entering[component]!.map((edge) => carried(bounds[componentOf[graph.from[edge]!]!], edge)),
    );
    const own = members[component]!.flatMap((node) => sights.get(node) ?? []);
    const early = bound === undefined ? undefined : own.find(({ clock }) => isBefore(clock, bound.clock));
    if (bound !== undefined && early !== undefined) {
      const { constraint, by } = edges[bound.edge]!;
      report(constraint, bound, early, [by]);
    }
    const last = latest(own);
    const contrary =
      last && own.find((sight) => isBefore(sight.clock, last.clock) && !isSameStatement(sight, last));
    if (last !== undefined && contrary !== undefined) {
      const isOne = contrary.node === last.node;
      const atOnce = AT_ONCE[order.events[contrary.node]!.kind];
      report(isOne ? atOnce : edges[within.get(contrary.node)!]!.constraint, last, contrary, []);
    }
    const told = early === undefined ? latest([bound, last]) : last;
    bounds[component] = told === undefined ? undefined : { edge: -1, ...told };
  }
  return findings;
}

/** The times given, by the number of the event. */
function sightsOf(instance: Instance, order: EventOrder): Map<number, Sight[]> {
  const sights = new Map<number, Sight[]>();
  for (const by of instance.statements) {
    for (const { event, of, attribute } of TIMED[by.kind] ?? []) {
      const place = (SHAPES[by.kind] as readonly Formal[]).findIndex(
        (formal) => formal.attribute === attribute,
      );
      const clock = clockOfTerm(instance, by.terms[place] as Term);
      if (clock === undefined) continue;
      const node = order.nodeOf(event, of === -1 ? by.id : by.terms[of]!);
      const known = sights.get(node);
      if (known === undefined) sights.set(node, [{ clock, node, by }]);
      else known.push({ clock, node, by });
    }
  }
  return sights;
}

/** Where one statement, or an activity and its start, have two times, uniqueness has said so (22, 23, 28, 29). */
function isSameStatement(one: Sight, other: Sight): boolean {
  const kinds = [one.by.kind, other.by.kind];
  return one.node === other.node && (one.by.id === other.by.id || kinds.includes('activity'));
}

function carried(bound: Bound | undefined, edge: number): Bound | undefined {
  return bound === undefined ? undefined : { ...bound, edge };
}

function latest<S extends Sight>(sights: (S | undefined)[]): S | undefined {
  let last: S | undefined;
  for (const sight of sights) {
    if (sight !== undefined && (last === undefined || isBefore(last.clock, sight.clock))) last = sight;
  }
  return last;
}

function written({ clock }: Sight): string {
  const moment = new Date(clock.seconds * 1000);
  const text = Number.isNaN(moment.getTime()) ? `${clock.seconds} s` : moment.toISOString().slice(0, 19);
  return `${text}${clock.fraction === '' ? '' : `.${clock.fraction}`}${clock.isZoned ? 'Z' : ''}`;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
