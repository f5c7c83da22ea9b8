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
export function countLines(network: Network): number {
  const flow = flowOf(network);
  let lines = 0;
  for (;;) {
    const levels = levelsFrom(flow);
    if (levels[SINK] === UNREACHED) return lines;
    const next = Int32Array.from(flow.first);
    while (augment(flow, levels, next)) lines += 1;
  }
}

const SOURCE = 0;
const SINK = 1;
const UNREACHED = -1;
const NONE = -1;

/** Edges by number, each beside its reverse; those that leave a point are a list from `first` along `following`. */
interface Flow {
  first: number[];
  following: number[];
  to: number[];
  left: number[];
}

function flowOf({ starts, onward, ends }: Network): Flow {
  const flow: Flow = { first: [NONE, NONE], following: [], to: [], left: [] };
  const connect = (from: number, to: number): void => {
    flow.following.push(flow.first[from]!);
    flow.first[from] = flow.to.push(to) - 1;
    flow.following.push(flow.first[to]!);
    flow.first[to] = flow.to.push(from) - 1;
    flow.left.push(1, 0);
  };
  const entrances = new Map<string, number>();
  const entered = (id: string): number => {
    const known = entrances.get(id);
    if (known !== undefined) return known;
    const entrance = flow.first.push(NONE, NONE) - 2;
    entrances.set(id, entrance);
    connect(entrance, entrance + 1);
    if (ends.has(id)) connect(entrance + 1, SINK);
    return entrance;
  };
  for (const start of starts) connect(SOURCE, entered(start));
  for (const [from, targets] of onward) {
    const exit = entered(from) + 1;
    for (const to of targets) connect(exit, entered(to));
  }
  return flow;
}

function levelsFrom({ first, following, to, left }: Flow): Int32Array {
  const levels = new Int32Array(first.length).fill(UNREACHED);
  levels[SOURCE] = 0;
  const queue = [SOURCE];
  for (const at of queue) {
    for (let edge = first[at]!; edge !== NONE; edge = following[edge]!) {
      const target = to[edge]!;
      if (left[edge] === 0 || levels[target] !== UNREACHED) continue;
      levels[target] = levels[at]! + 1;
      queue.push(target);
    }
  }
  return levels;
}

/** One more way along the levels. Without recursion: a way may be thousands of records long. */
function augment({ following, to, left }: Flow, levels: Int32Array, next: Int32Array): boolean {
  const way: number[] = [];
  let at = SOURCE;
  while (at !== SINK) {
    const edge = next[at]!;
    if (edge === NONE) {
      const back = way.pop();
      if (back === undefined) return false;
      at = to[back ^ 1]!;
      next[at] = following[next[at]!]!;
    } else if (left[edge] === 1 && levels[to[edge]!] === levels[at]! + 1) {
      way.push(edge);
      at = to[edge]!;
    } else {
      next[at] = following[edge]!;
    }
  }
  for (const edge of way) {
    left[edge] = 0;
    left[edge ^ 1] = 1;
  }
  return true;
}

/**
 * Where the ways from each record begin, worked out for all at once: a record has the ends of all it goes back to,
 * as bits. What lies further back comes first, so that one pass does it where nothing goes in a circle.
 */
export function endsFromEach({ starts, onward, ends }: Network): (start: string) => string[] {
  const { order, hasCircle } = furthestFirst(starts, onward);
  const places = new Map(order.map((id, n) => [id, n]));
  const names = order.filter((id) => ends.has(id));
  const words = Math.ceil(names.length / 32);
  const bits = new Uint32Array(order.length * words);
  for (const [n, id] of names.entries()) bits[places.get(id)! * words + (n >>> 5)]! |= 1 << (n & 31);
  for (let again = true; again;) {
    again = false;
    for (const [n, id] of order.entries()) {
      const own = n * words;
      for (const to of onward.get(id) ?? NOTHING) {
        const further = places.get(to)! * words;
        for (let word = 0; word < words; word += 1) {
          const gained = bits[further + word]! & ~bits[own + word]!;
          if (gained === 0) continue;
          bits[own + word]! |= gained;
          // Whoever came before and goes back to this record has not heard of it: there is a circle.
          again ||= hasCircle;
        }
      }
    }
  }
  return (start) => {
    const found: string[] = [];
    const own = (places.get(start) ?? NONE) * words;
    for (let word = 0; own >= 0 && word < words; word += 1) {
      for (let rest = bits[own + word]!; rest !== 0; rest &= rest - 1) {
        found.push(names[(word << 5) + 31 - Math.clz32(rest & -rest)]!);
      }
    }
    return found;
  };
}

/** Every record on the ways, each after those it goes back to, as far as circles allow. */
function furthestFirst(
  starts: ReadonlySet<string>,
  onward: Network['onward'],
): { order: string[]; hasCircle: boolean } {
  const order: string[] = [];
  // On the way back to where they begin, or done with
  const seen = new Map<string, 'on the way' | 'done'>();
  let hasCircle = false;
  const way: { id: string; rest: Iterator<string> }[] = [];
  const enter = (id: string): void => {
    const state = seen.get(id);
    hasCircle ||= state === 'on the way';
    if (state !== undefined) return;
    seen.set(id, 'on the way');
    way.push({ id, rest: (onward.get(id) ?? NOTHING).values() });
  };
  for (const start of starts) {
    enter(start);
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const further = at.rest.next();
      if (further.done !== true) {
        enter(further.value);
        continue;
      }
      way.pop();
      seen.set(at.id, 'done');
      order.push(at.id);
    }
  }
  return { order, hasCircle };
}

const NOTHING: ReadonlySet<string> = new Set();

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
