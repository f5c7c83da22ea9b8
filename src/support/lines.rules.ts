/**
 * How many lines: the greatest number of ways from what is cited to where it begins of which no two share a record.
 * By Menger's theorem that is also the least number of records that must fall for nothing to be left.
 */

/** Records, what each goes back to, and where ways begin and end. Neither order nor repetition matters. */
export interface Network {
  starts: ReadonlySet<string>;
  onward: ReadonlyMap<string, ReadonlySet<string>>;
  ends: ReadonlySet<string>;
}

/** A maximal flow with capacity 1 in every record (Dinic), each record split into where it is entered and left. */
export function countLines({ starts, onward, ends }: Network): number {
  const numbers = new Map<string, number>();
  const number = (id: string): number => {
    let known = numbers.get(id);
    if (known === undefined) numbers.set(id, (known = numbers.size));
    return known;
  };
  const edges: { to: number; left: number }[] = [];
  const leaving: number[][] = [[], []];
  const connect = (from: number, to: number): void => {
    (leaving[from] ??= []).push(edges.push({ to, left: 1 }) - 1);
    (leaving[to] ??= []).push(edges.push({ to: from, left: 0 }) - 1);
  };
  const [source, sink] = [0, 1];
  const entered = (id: string): number => 2 + 2 * number(id);
  const seen = new Set<string>();
  const within = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    connect(entered(id), entered(id) + 1);
    if (ends.has(id)) connect(entered(id) + 1, sink);
  };
  for (const start of starts) {
    within(start);
    connect(source, entered(start));
  }
  for (const [from, targets] of onward) {
    within(from);
    for (const to of targets) {
      within(to);
      connect(entered(from) + 1, entered(to));
    }
  }
  let lines = 0;
  for (;;) {
    const levels = levelsFrom(source, leaving, edges);
    if (levels[sink] === undefined) return lines;
    const next = leaving.map(() => 0);
    while (augment(source, sink, leaving, edges, levels, next)) lines += 1;
  }
}

function levelsFrom(source: number, leaving: number[][], edges: { to: number; left: number }[]): number[] {
  const levels: number[] = [];
  levels[source] = 0;
  let frontier = [source];
  while (frontier.length > 0) {
    const beyond: number[] = [];
    for (const at of frontier) {
      for (const edge of leaving[at] ?? []) {
        const { to, left } = edges[edge]!;
        if (left === 0 || levels[to] !== undefined) continue;
        levels[to] = levels[at]! + 1;
        beyond.push(to);
      }
    }
    frontier = beyond;
  }
  return levels;
}

/** One more way along the levels. Without recursion: a way may be thousands of records long. */
function augment(
  source: number,
  sink: number,
  leaving: number[][],
  edges: { to: number; left: number }[],
  levels: number[],
  next: number[],
): boolean {
  const way: number[] = [];
  let at = source;
  while (at !== sink) {
    const edge = leaving[at]?.[next[at]!];
    if (edge === undefined) {
      const back = way.pop();
      if (back === undefined) return false;
      at = edges[back ^ 1]!.to;
      next[at]! += 1;
      continue;
    }
    const { to, left } = edges[edge]!;
    if (left === 1 && levels[to] === levels[at]! + 1) {
      way.push(edge);
      at = to;
    } else {
      next[at]! += 1;
    }
  }
  for (const edge of way) {
    edges[edge]!.left = 0;
    edges[edge ^ 1]!.left = 1;
  }
  return true;
}

/** Where the ways from one record begin. */
export function endsFrom(start: string, { onward, ends }: Pick<Network, 'onward' | 'ends'>): Set<string> {
  const reached = new Set([start]);
  for (const id of reached) for (const next of onward.get(id) ?? []) reached.add(next);
  return new Set([...reached].filter((id) => ends.has(id)));
}

/** The records without which no way is left. There are none where there are two lines, or no line. */
export function singlePointsOfFailure(network: Network): string[] {
  const way = wayThrough(network, new Set());
  if (way === null) return [];
  return way.filter((record) => wayThrough(network, new Set([record])) === null);
}

/** Any way from a start to an end that passes none of the fallen, the shortest first; null where there is none. */
export function wayThrough({ starts, onward, ends }: Network, fallen: ReadonlySet<string>): string[] | null {
  const cameFrom = new Map<string, string | null>();
  const queue: string[] = [];
  const visit = (id: string, from: string | null): void => {
    if (fallen.has(id) || cameFrom.has(id)) return;
    cameFrom.set(id, from);
    queue.push(id);
  };
  for (const start of starts) visit(start, null);
  for (const id of queue) {
    if (ends.has(id)) {
      const way: string[] = [];
      for (let step: string | null = id; step !== null; step = cameFrom.get(step) ?? null) way.unshift(step);
      return way;
    }
    for (const next of onward.get(id) ?? []) visit(next, id);
  }
  return null;
}
