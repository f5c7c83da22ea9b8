import type { Child } from './child.js';
import { generateLoad, type Requests, type Slice } from './load-generator.js';

export interface Side {
  child: Child;
  port: number;
}

export interface Figures {
  perSecond: number;
  /** In milliseconds */
  p50: number;
  p99: number;
  /** Of the Node.js process for one request, in milliseconds */
  serverCpu: number;
  /** Of PostgreSQL for one request, in milliseconds; null where the system does not tell */
  postgresCpu: number | null;
}

export interface Comparison {
  bare: Figures;
  ours: Figures;
  /** Ours over bare, the median of the rounds, and the lowest and highest of them */
  ratio: number;
  lowest: number;
  highest: number;
}

const ROUNDS = 5;

/**
 * Measures both sides in turn, bare, ours, bare, ours, so that whatever else the machine does meanwhile hits both. The
 * median of the rounds' ratios counts: one round in which a colleague's tests began does not decide.
 */
export async function compare(
  sides: { bare: Side; ours: Side },
  requests: { bare: Requests; ours: Requests },
  connections: number,
  seconds: number,
  postgresCpu: () => number | null,
  signal: AbortSignal,
): Promise<Comparison> {
  const run = (side: 'bare' | 'ours', duration: number): Promise<Slice> =>
    generateLoad(sides[side].port, requests[side], connections, duration, signal);
  const sums = { bare: new Sum(), ours: new Sum() };
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const speeds = { bare: 0, ours: 0 };
    for (const side of ['bare', 'ours'] as const) {
      const before = { server: await sides[side].child.cpuTime(), postgres: postgresCpu() };
      const slice = await run(side, seconds / ROUNDS);
      const after = { server: await sides[side].child.cpuTime(), postgres: postgresCpu() };
      sums[side].add(slice, after.server - before.server, difference(after.postgres, before.postgres));
      speeds[side] = slice.requests / slice.seconds;
    }
    ratios.push(speeds.ours / speeds.bare);
  }
  ratios.sort((a, b) => a - b);
  return {
    bare: sums.bare.figures(),
    ours: sums.ours.figures(),
    ratio: ratios[Math.floor(ROUNDS / 2)]!,
    lowest: ratios[0]!,
    highest: ratios[ROUNDS - 1]!,
  };
}

/**
 * Makes both servers as fast as they are after a day of work: their code compiled, plans made and pages read on
 * all connections. At one connection that would take longer than the measuring.
 */
export async function warmUp(
  sides: { bare: Side; ours: Side },
  requests: { bare: Requests; ours: Requests },
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  for (const side of ['bare', 'ours'] as const) {
    await generateLoad(sides[side].port, requests[side], 16, seconds, signal);
  }
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}

class Sum {
  private readonly latencies: number[] = [];
  private seconds = 0;
  private serverCpu = 0;
  private postgresCpu: number | null = 0;

  add(slice: Slice, serverCpu: number, postgresCpu: number | null): void {
    for (const latency of slice.latencies) this.latencies.push(latency);
    this.seconds += slice.seconds;
    this.serverCpu += serverCpu;
    this.postgresCpu =
      this.postgresCpu === null || postgresCpu === null ? null : this.postgresCpu + postgresCpu;
  }

  figures(): Figures {
    const sorted = Float64Array.from(this.latencies).sort();
    const many = sorted.length;
    const quantile = (share: number): number => sorted[Math.min(many - 1, Math.floor(many * share))] ?? NaN;
    return {
      perSecond: many / this.seconds,
      p50: quantile(0.5),
      p99: quantile(0.99),
      serverCpu: this.serverCpu / many / 1000,
      postgresCpu: this.postgresCpu === null ? null : this.postgresCpu / many / 1000,
    };
  }
}
