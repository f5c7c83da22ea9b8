import type { Graph } from './circles.rules.js';
import type { Instance, Statement } from './instance.js';
import { NONE, type Term } from './terms.js';
import type { Types } from './typing.rules.js';

/** An event of PROV: all generations of an entity are one here, for none precedes another (constraints 31, 32, 39, 40). */
export type EventKind = 'generation' | 'invalidation' | 'start' | 'end' | 'usage';

const EVENTS: EventKind[] = ['generation', 'invalidation', 'start', 'end', 'usage'];

export interface EventOrder {
  graph: Graph;
  /** By which constraint and which statement an edge is there, and whether nothing may happen at once. */
  edges: { constraint: number; by: Statement; isStrict: boolean }[];
  /** What happens to what; of a usage, the statement that says so. */
  events: { kind: EventKind; of: Term }[];
  nodeOf: (kind: EventKind, term: Term) => number;
}

/** What must come before what, by constraints 30 to 49. An edge goes from the earlier event to the later one. */
export function orderOf(instance: Instance, types: Types): EventOrder {
  const order = emptyOrder(instance);
  for (const [term, { entity, activity }] of types) {
    if (entity !== undefined) addEdge(order, 36, entity, ['generation', term], ['invalidation', term]);
    if (activity !== undefined) addEdge(order, 30, activity, ['start', term], ['end', term]);
  }
  for (const statement of instance.statements) addStatement(order, statement);
  return order;
}

type Event = [EventKind, Term];

function addStatement(order: EventOrder, by: Statement): void {
  const [one, two, activity, , usage] = by.terms as [Term, Term, Term, Term, Term];
  const edge = (constraint: number, earlier: Event, later: Event, isStrict = false): void =>
    addEdge(order, constraint, by, earlier, later, isStrict);
  switch (by.kind) {
    case 'used':
      edge(33, ['start', one], ['usage', by.id]);
      edge(33, ['usage', by.id], ['end', one]);
      edge(37, ['generation', two], ['usage', by.id]);
      edge(38, ['usage', by.id], ['invalidation', two]);
      break;
    case 'wasGeneratedBy':
      edge(34, ['start', two], ['generation', one]);
      edge(34, ['generation', one], ['end', two]);
      break;
    case 'wasInformedBy':
      edge(35, ['start', two], ['end', one]);
      break;
    case 'wasDerivedFrom':
      if (activity !== NONE) edge(41, ['usage', usage], ['generation', one]);
      edge(42, ['generation', two], ['generation', one], true);
      break;
    case 'wasStartedBy':
      edge(43, ['generation', two], ['start', one]);
      edge(43, ['start', one], ['invalidation', two]);
      break;
    case 'wasEndedBy':
      edge(44, ['generation', two], ['end', one]);
      edge(44, ['end', one], ['invalidation', two]);
      break;
    case 'specializationOf':
      edge(45, ['generation', two], ['generation', one]);
      edge(46, ['invalidation', one], ['invalidation', two]);
      break;
    // An agent may be an entity or an activity, or neither; then it has no events that anything else precedes.
    case 'wasAssociatedWith':
      edge(47, ['start', one], ['invalidation', two]);
      edge(47, ['generation', two], ['end', one]);
      edge(47, ['start', one], ['end', two]);
      edge(47, ['start', two], ['end', one]);
      break;
    case 'wasAttributedTo':
      edge(48, ['generation', two], ['generation', one]);
      edge(48, ['start', two], ['generation', one]);
      break;
    case 'actedOnBehalfOf':
      edge(49, ['generation', two], ['invalidation', one]);
      edge(49, ['start', two], ['end', one]);
      break;
    default:
  }
}

function emptyOrder({ terms }: Instance): EventOrder {
  const nodes = new Map<number, number>();
  const order: EventOrder = {
    graph: { nodes: 0, from: [], to: [] },
    edges: [],
    events: [],
    nodeOf: (kind, term) => {
      const root = terms.find(term);
      const key = root * EVENTS.length + EVENTS.indexOf(kind);
      const known = nodes.get(key);
      if (known !== undefined) return known;
      order.events.push({ kind, of: root });
      nodes.set(key, order.graph.nodes);
      return order.graph.nodes++;
    },
  };
  return order;
}

function addEdge(
  order: EventOrder,
  constraint: number,
  by: Statement,
  earlier: Event,
  later: Event,
  isStrict = false,
): void {
  order.graph.from.push(order.nodeOf(...earlier));
  order.graph.to.push(order.nodeOf(...later));
  order.edges.push({ constraint, by, isStrict });
}
