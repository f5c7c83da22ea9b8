/** A graph of numbered nodes; an edge goes from `from[e]` to `to[e]`. */
export interface Graph {
  nodes: number;
  from: number[];
  to: number[];
}

/** For each node the edges that leave it: those at `edges[start[n]]` up to `edges[start[n + 1]]`. */
interface Leaving {
  start: Int32Array;
  edges: Int32Array;
}

function leavingOf({ nodes, from }: Graph): Leaving {
  const start = new Int32Array(nodes + 1);
  for (const node of from) start[node + 1]!++;
  for (let node = 0; node < nodes; node++) start[node + 1]! += start[node]!;
  const edges = new Int32Array(from.length);
  const next = start.slice();
  from.forEach((node, edge) => {
    edges[next[node]!++] = edge;
  });
  return { start, edges };
}

/**
 * Which nodes lie on circles with each other (Tarjan's strongly connected components, without recursion): the number of the
 * component of each node. Edges between components go from a higher number to a lower one.
 */
export function componentsOf(graph: Graph): { componentOf: Int32Array; count: number } {
  const { start, edges } = leavingOf(graph);
  const componentOf = new Int32Array(graph.nodes).fill(-1);
  const order = new Int32Array(graph.nodes).fill(-1);
  const lowest = new Int32Array(graph.nodes);
  const next = start.slice(0, graph.nodes);
  const open: number[] = [];
  let [count, seen] = [0, 0];
  for (let root = 0; root < graph.nodes; root++) {
    if (order[root] !== -1) continue;
    const path = [root];
    while (path.length > 0) {
      const node = path.at(-1)!;
      if (order[node] === -1) {
        order[node] = lowest[node] = seen++;
        open.push(node);
      }
      if (next[node]! < start[node + 1]!) {
        const target = graph.to[edges[next[node]!++]!]!;
        if (order[target] === -1) path.push(target);
        else if (componentOf[target] === -1) lowest[node] = Math.min(lowest[node]!, order[target]!);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before !== undefined) lowest[before] = Math.min(lowest[before]!, lowest[node]!);
      if (lowest[node] !== order[node]) continue;
      for (let member = open.pop()!; ; member = open.pop()!) {
        componentOf[member] = count;
        if (member === node) break;
      }
      count++;
    }
  }
  return { componentOf, count };
}

/** A shortest circle, as edges, beginning with each of the edges given; both ends of each lie on one. */
export function circlesThrough(graph: Graph, componentOf: Int32Array, firsts: number[]): number[][] {
  const { start, edges } = leavingOf(graph);
  const cameBy = new Map<number, number>();
  return firsts.map((first) => {
    const [goal, begin] = [graph.from[first]!, graph.to[first]!];
    cameBy.clear();
    const row = [begin];
    for (let at = 0; at < row.length && !cameBy.has(goal) && begin !== goal; at++) {
      const node = row[at]!;
      for (let place = start[node]!; place < start[node + 1]!; place++) {
        const target = graph.to[edges[place]!]!;
        if (componentOf[target] !== componentOf[begin] || target === begin || cameBy.has(target)) continue;
        cameBy.set(target, edges[place]!);
        row.push(target);
      }
    }
    const circle: number[] = [];
    for (let node = goal; node !== begin;) {
      const edge = cameBy.get(node)!;
      circle.unshift(edge);
      node = graph.from[edge]!;
    }
    return [first, ...circle];
  });
}
