import { Worker } from 'node:worker_threads';
import type { Tree } from './check-tree.js';
import type { Finding, Findings, Information } from './finding.js';
import type { Share } from './shares.js';

/** What a thread is told when it begins. Keys are objects of node:crypto: they go as their texts. */
export interface ThreadData {
  connectionString: string;
  snapshot: string;
  keys: string[];
  areGiven: boolean;
  witnesses: string[];
  origin: string | null;
  kept: { from: string; note: string }[];
}

/** What a thread answers when it has done a share. */
export interface Done {
  findings: Finding[];
  byCode: Record<string, number>;
  information: Information[];
  counts: Record<string, number>;
  committed: [table: string, columns: string[]][];
  tree?: Tree;
}

/** Threads that each have a connection of their own, and look at one and the same state. */
export class Threads {
  /** @param file of the thread, as it is built */
  constructor(
    private readonly file: URL,
    private readonly data: ThreadData,
    private readonly many: number,
  ) {}

  /** @throws what a thread threw; the others are ended then */
  async doAll(
    shares: readonly Share[],
    findings: Findings,
    onDone: (tree: Tree | undefined) => void,
  ): Promise<void> {
    const waiting = [...shares];
    const workers = Array.from(
      { length: Math.min(this.many, shares.length) },
      () =>
        new Worker(this.file, {
          workerData: this.data,
          // What is read of a range lives until the range is done: rarely collected is cheaply collected.
          resourceLimits: { maxYoungGenerationSizeMb: 64 },
        }),
    );
    try {
      await Promise.all(
        workers.map(
          (worker) =>
            new Promise<void>((resolve, reject) => {
              const next = (): void => {
                const share = waiting.shift();
                if (share === undefined) resolve();
                else worker.postMessage(share);
              };
              worker.on('message', (done: Done) => {
                findings.add(done);
                onDone(done.tree);
                next();
              });
              worker.on('error', reject);
              worker.on('exit', () => reject(new Error('A thread of the verification has ended.')));
              next();
            }),
        ),
      );
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  }
}
