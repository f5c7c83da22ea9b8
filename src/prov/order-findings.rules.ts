import { circlesThrough, componentsOf } from './circles.rules.js';
import { clockFindings } from './clock-findings.rules.js';
import { orderOf } from './event-order.rules.js';
import { EventWords } from './event-words.js';
import type { ProvFinding } from './finding.js';
import type { Instance } from './instance.js';
import type { Types } from './typing.rules.js';

/**
 * Constraints 30 to 49. No clock is asked: what cannot be is that an event would have to come strictly before itself. Only
 * a derivation is strict (42), so it is part of every such circle. What the clocks say is told apart.
 */
export function checkOrder(instance: Instance, types: Types): ProvFinding[] {
  const order = orderOf(instance, types);
  const { graph, edges } = order;
  const components = componentsOf(graph);
  const { componentOf } = components;
  const words = new EventWords(instance, order);
  const strict = new Map<number, number>();
  edges.forEach(({ isStrict }, edge) => {
    const component = componentOf[graph.from[edge]!]!;
    if (isStrict && component === componentOf[graph.to[edge]!] && !strict.has(component)) {
      strict.set(component, edge);
    }
  });
  const findings = circlesThrough(graph, componentOf, [...strict.values()]).map((circle) => {
    const steps = circle.map((edge) => {
      const { constraint, isStrict } = edges[edge]!;
      return `${isStrict ? 'strictly before' : 'not after'} ${words.describe(graph.to[edge]!)} (constraint ${constraint})`;
    });
    return {
      code: 'prov.c42',
      message: `An event would come strictly before itself: ${words.describe(graph.from[circle[0]!]!)} is ${steps.join(', that ')}.`,
      ids: [...new Set(circle.flatMap((edge) => words.thingsOf(graph.from[edge]!)))],
      pointers: [...new Set(circle.map((edge) => edges[edge]!.by.pointer))],
    };
  });
  return [...findings, ...clockFindings(instance, order, components, words)];
}
