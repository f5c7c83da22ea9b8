import { circlesThrough, componentsOf, type Graph } from './circles.rules.js';
import type { ProvFinding } from './finding.js';
import type { Instance, Statement } from './instance.js';
import type { Term } from './terms.js';

/** Constraint 52: nothing is a specialization of itself, by however many steps. */
export function checkSpecializations({ statements, terms }: Instance): ProvFinding[] {
  const graph: Graph = { nodes: 0, from: [], to: [] };
  const nodes = new Map<Term, number>();
  const nodeOf = (term: Term): number => {
    const root = terms.find(term);
    const node = nodes.get(root) ?? graph.nodes++;
    nodes.set(root, node);
    return node;
  };
  const said: Statement[] = [];
  for (const statement of statements) {
    if (statement.kind !== 'specializationOf') continue;
    graph.from.push(nodeOf(statement.terms[0]!));
    graph.to.push(nodeOf(statement.terms[1]!));
    said.push(statement);
  }
  const { componentOf } = componentsOf(graph);
  const firsts = new Map<number, number>();
  graph.from.forEach((node, edge) => {
    const component = componentOf[node]!;
    if (component === componentOf[graph.to[edge]!] && !firsts.has(component)) firsts.set(component, edge);
  });
  return circlesThrough(graph, componentOf, [...firsts.values()]).map((circle) => {
    const ids = circle.map((edge) => terms.labelOf(said[edge]!.terms[0]!));
    return {
      code: 'prov.c52',
      message: `${ids[0]!} would be a specialization of itself${ids.length > 1 ? `, by way of ${ids.slice(1).join(', ')}` : ''}.`,
      ids,
      pointers: circle.map((edge) => said[edge]!.pointer),
    };
  });
}
