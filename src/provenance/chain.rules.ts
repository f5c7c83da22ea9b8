/** One step of a chain: a record goes back to, or leans on, the next. */
export interface Step {
  from: string;
  /** What kind of record it leads to, and which */
  kind: string;
  to: string;
  /** Whether the writer may see the step and what it leads to */
  isVisible: boolean;
}

/** No chain is longer, so that no walk along one is without end. */
export const LONGEST_CHAIN = 64;

/** The shortest way along the steps, both ends included; null where there is none. */
export function wayBetween(steps: Step[], start: string, end: string): string[] | null {
  const onward = stepsFrom(steps);
  const cameFrom = new Map<string, string | null>([[start, null]]);
  // A map goes through what is added to it meanwhile: outward, the nearest first.
  for (const [at] of cameFrom) {
    if (at === end) break;
    for (const next of onward.get(at) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, at);
  }
  if (!cameFrom.has(end)) return null;
  const way: string[] = [];
  for (let at: string | null = end; at !== null; at = cameFrom.get(at) ?? null) way.unshift(at);
  return way;
}

/** How many steps the longest chain from here has, as far as one more than the longest that is allowed. */
export function longestChain(steps: Step[], start: string): number {
  const onward = stepsFrom(steps);
  let reached = new Set([start]);
  for (let length = 0; length <= LONGEST_CHAIN; length += 1) {
    reached = new Set([...reached].flatMap((at) => onward.get(at) ?? []));
    if (reached.size === 0) return length;
  }
  return LONGEST_CHAIN + 1;
}

function stepsFrom(steps: Step[]): Map<string, string[]> {
  const onward = new Map<string, string[]>();
  for (const { from, to } of steps) onward.set(from, [...(onward.get(from) ?? []), to]);
  return onward;
}
