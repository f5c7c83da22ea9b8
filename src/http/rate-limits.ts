import { Problem } from '../common/problem.js';

interface Bucket {
  left: number;
  /** When so much was left, in milliseconds */
  at: number;
}

/** So many are remembered at most; whoever was forgotten starts with a full bucket. */
const MOST = 20_000;

/**
 * Token buckets, in the memory of this process: each holds as many requests as may be made in a minute, and fills up again
 * as evenly. Nothing is shared with other processes, nor kept over a restart: this guards the machine, not a secret.
 */
export class RateLimits {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly perMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts a request of somebody; throws where there was none left to him. */
  take(whose: string): void {
    const bucket = this.filled(whose);
    if (bucket.left < 1) throw tooMany(this.secondsUntilOne(bucket));
    bucket.left -= 1;
  }

  /** Throws where there is none left to him, without counting. */
  check(whose: string): void {
    const bucket = this.buckets.has(whose) ? this.filled(whose) : undefined;
    if (bucket !== undefined && bucket.left < 1) throw tooMany(this.secondsUntilOne(bucket));
  }

  private filled(whose: string): Bucket {
    const at = this.now();
    const bucket = this.buckets.get(whose);
    if (bucket === undefined) {
      if (this.buckets.size >= MOST) this.forget(at);
      const full = { left: this.perMinute, at };
      this.buckets.set(whose, full);
      return full;
    }
    bucket.left = Math.min(this.perMinute, bucket.left + ((at - bucket.at) * this.perMinute) / 60_000);
    bucket.at = at;
    return bucket;
  }

  private secondsUntilOne({ left }: Bucket): number {
    return Math.ceil(((1 - left) * 60) / this.perMinute);
  }

  /** Those that are full again by now, and the older half of the rest where these are few. */
  private forget(at: number): void {
    for (const [whose, bucket] of this.buckets) if (at - bucket.at >= 60_000) this.buckets.delete(whose);
    if (this.buckets.size < MOST / 2) return;
    for (const whose of [...this.buckets.keys()].slice(0, MOST / 2)) this.buckets.delete(whose);
  }
}

function tooMany(seconds: number): Problem {
  return new Problem(429, 'request.too_many', 'These are more requests than are answered in a minute.', {
    headers: { 'retry-after': String(Math.max(1, seconds)) },
  });
}
