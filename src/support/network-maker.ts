import type { Network } from './numbered-network.js';

/** What is taken to have fallen: records, and single edges such as a citation to be withdrawn. */
export interface Fallen {
  records: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

export const NOTHING_FALLEN: Fallen = { records: new Set(), edges: new Set() };

export interface MutableNetwork extends Network {
  starts: Set<string>;
  onward: Map<string, string[]>;
  ends: Set<string>;
}

/** Collects ways, past none of the excluded and of the fallen. */
export class NetworkMaker implements MutableNetwork {
  readonly starts = new Set<string>();
  readonly onward = new Map<string, string[]>();
  readonly ends = new Set<string>();
  private readonly visited = new Set<string>();
  private readonly closed: ReadonlySet<string>[];

  constructor(
    excluded: ReadonlySet<string>[],
    private readonly fallen: Fallen,
  ) {
    // Mostly nothing has fallen or was withdrawn: then nothing is asked for each of thousands of steps.
    this.closed = [...excluded, fallen.records].filter(({ size }) => size > 0);
  }

  isOpen(id: string): boolean {
    for (const records of this.closed) if (records.has(id)) return false;
    return true;
  }

  isFallenEdge(edge: string | null): boolean {
    return edge !== null && this.fallen.edges.has(edge);
  }

  isNew(id: string): boolean {
    if (this.visited.has(id)) return false;
    this.visited.add(id);
    return true;
  }

  /** @returns whether the way is open */
  connect(from: string, to: string): boolean {
    if (!this.isOpen(from) || !this.isOpen(to)) return false;
    const known = this.onward.get(from);
    if (known === undefined) this.onward.set(from, [to]);
    else known.push(to);
    return true;
  }
}
