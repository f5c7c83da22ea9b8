import { type Network, numbered, type NumberedNetwork } from './numbered-network.js';

/**
 * How many lines: the greatest number of ways from what is cited to where it begins of which no two share a record.
 * By Menger's theorem that is also the least number of records that must fall for nothing to be left.
 */

/** A maximal flow with capacity 1 in every record (Dinic), each record split into where it is entered and left. */
export function countLines(network: Network | NumberedNetwork): number {
  const flow = flowOf(numbered(network));
  const points = flow.first.length;
  const levels = new Int32Array(points);
  const next = new Int32Array(points);
  // A way, or what is still to be visited: neither is longer than there are points.
  const room = new Int32Array(points);
  let lines = 0;
  while (findLevels(flow, levels, room)) {
    next.set(flow.first);
    while (augment(flow, levels, next, room)) lines += 1;
  }
  return lines;
}

const SOURCE = 0;
const SINK = 1;
const UNREACHED = -1;
const NONE = -1;

/** Edges by number, each beside its reverse; those that leave a point are a list from `first` along `following`. */
interface Flow {
  first: Int32Array;
  following: Int32Array;
  to: Int32Array;
  left: Uint8Array;
}

function flowOf({ ids, starts, first: firstTarget, targets, isEnd }: NumberedNetwork): Flow {
  const most = 2 * (starts.length + targets.length + 2 * ids.length);
  const first = new Int32Array(2 + 2 * ids.length).fill(NONE);
  const [following, to, left] = [new Int32Array(most), new Int32Array(most), new Uint8Array(most)];
  let edges = 0;
  const connect = (a: number, b: number): void => {
    following[edges] = first[a]!;
    following[edges + 1] = first[b]!;
    first[a] = edges;
    first[b] = edges + 1;
    to[edges] = b;
    to[edges + 1] = a;
    left[edges] = 1;
    edges += 2;
  };
  const entrance = (record: number): number => 2 + 2 * record;
  const exit = (record: number): number => 3 + 2 * record;
  for (const start of starts) connect(SOURCE, entrance(start));
  for (let record = 0; record < ids.length; record += 1) {
    connect(entrance(record), exit(record));
    for (let n = firstTarget[record]!; n < firstTarget[record + 1]!; n += 1)
      connect(exit(record), entrance(targets[n]!));
    // The last edge is tried first: whoever is an end is so at once.
    if (isEnd[record] === 1) connect(exit(record), SINK);
  }
  return { first, following, to, left };
}

/** @returns whether the sink can still be reached */
function findLevels({ first, following, to, left }: Flow, levels: Int32Array, queue: Int32Array): boolean {
  levels.fill(UNREACHED);
  levels[SOURCE] = 0;
  queue[0] = SOURCE;
  for (let at = 0, waiting = 1; at < waiting; at += 1) {
    const point = queue[at]!;
    for (let edge = first[point]!; edge !== NONE; edge = following[edge]!) {
      const target = to[edge]!;
      if (left[edge] === 0 || levels[target] !== UNREACHED) continue;
      levels[target] = levels[point]! + 1;
      // What is as far as the sink, or further, is on none of the shortest ways.
      if (target === SINK) return true;
      queue[waiting] = target;
      waiting += 1;
    }
  }
  return false;
}

/** One more way along the levels. Without recursion: a way may be thousands of records long. */
function augment(
  { following, to, left }: Flow,
  levels: Int32Array,
  next: Int32Array,
  way: Int32Array,
): boolean {
  let steps = 0;
  let at = SOURCE;
  while (at !== SINK) {
    const edge = next[at]!;
    if (edge === NONE) {
      if (steps === 0) return false;
      steps -= 1;
      at = to[way[steps]! ^ 1]!;
      next[at] = following[next[at]!]!;
    } else if (left[edge] === 1 && levels[to[edge]!] === levels[at]! + 1) {
      way[steps] = edge;
      steps += 1;
      at = to[edge]!;
    } else {
      next[at] = following[edge]!;
    }
  }
  for (let n = 0; n < steps; n += 1) {
    left[way[n]!] = 0;
    left[way[n]! ^ 1] = 1;
  }
  return true;
}

/**
 * Where the ways from each record begin, worked out for all at once: a record has the ends of all it goes back to,
 * as bits. What lies further back comes first, so that one pass does it where nothing goes in a circle.
 */
export function endsFromEach(network: Network | NumberedNetwork): (start: string) => string[] {
  const given = numbered(network);
  const { ids, numbers, first, targets, isEnd } = given;
  const { order, hasCircle } = furthestFirst(given);
  const ends = order.filter((record) => isEnd[record] === 1);
  const words = Math.ceil(ends.length / 32);
  const bits = new Uint32Array(ids.length * words);
  for (const [n, end] of ends.entries()) bits[end * words + (n >>> 5)]! |= 1 << (n & 31);
  for (let again = true; again;) {
    again = false;
    for (const record of order) {
      const own = record * words;
      for (let n = first[record]!; n < first[record + 1]!; n += 1) {
        const further = targets[n]! * words;
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
    const own = (numbers.get(start) ?? NONE) * words;
    for (let word = 0; own >= 0 && word < words; word += 1) {
      for (let rest = bits[own + word]!; rest !== 0; rest &= rest - 1) {
        found.push(ids[ends[(word << 5) + 31 - Math.clz32(rest & -rest)]!]!);
      }
    }
    return found;
  };
}

const NEW = 0;
const ON_THE_WAY = 1;
const DONE = 2;

/** Every record on the ways, each after those it goes back to, as far as circles allow. */
function furthestFirst({ ids, starts, first, targets }: NumberedNetwork): {
  order: number[];
  hasCircle: boolean;
} {
  const order: number[] = [];
  const state = new Uint8Array(ids.length);
  const next = first.slice();
  const way: number[] = [];
  let hasCircle = false;
  for (const start of starts) {
    if (state[start] !== NEW) continue;
    state[start] = ON_THE_WAY;
    way.push(start);
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const place = next[at]!;
      if (place === first[at + 1]) {
        way.pop();
        state[at] = DONE;
        order.push(at);
        continue;
      }
      next[at] = place + 1;
      const to = targets[place]!;
      hasCircle ||= state[to] === ON_THE_WAY;
      if (state[to] !== NEW) continue;
      state[to] = ON_THE_WAY;
      way.push(to);
    }
  }
  return { order, hasCircle };
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
