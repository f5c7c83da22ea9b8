import type { Problem } from '../common/problem.js';
import { RateLimits } from './rate-limits.js';

describe('rate limits', () => {
  let now = 0;
  const refusal = (work: () => void): Record<string, unknown> | null => {
    try {
      work();
      return null;
    } catch (error) {
      const { status, code, options } = error as Problem;
      return { status, code, wait: options.headers?.['retry-after'] };
    }
  };

  test('so many in a minute, then one by one as time goes by', () => {
    const limits = new RateLimits(30, () => now);
    for (let many = 0; many < 30; many += 1) expect(refusal(() => limits.take('a'))).toBeNull();
    expect(refusal(() => limits.take('a'))).toEqual({ status: 429, code: 'request.too_many', wait: '2' });
    expect(refusal(() => limits.check('a'))).toMatchObject({ status: 429 });
    now += 1999;
    expect(refusal(() => limits.take('a'))).toMatchObject({ wait: '1' });
    now += 1;
    expect(refusal(() => limits.take('a'))).toBeNull();
    expect(refusal(() => limits.take('a'))).not.toBeNull();
    now += 3_600_000;
    for (let many = 0; many < 30; many += 1) expect(refusal(() => limits.take('a'))).toBeNull();
    expect(refusal(() => limits.take('a'))).not.toBeNull();
  });

  test('each has his own', () => {
    const limits = new RateLimits(1, () => now);
    expect(refusal(() => limits.take('a'))).toBeNull();
    expect(refusal(() => limits.take('b'))).toBeNull();
    expect(refusal(() => limits.check('c'))).toBeNull();
    expect(refusal(() => limits.take('a'))).not.toBeNull();
  });

  test('a million addresses do not fill the memory', () => {
    const limits = new RateLimits(10, () => now);
    for (let address = 0; address < 1_000_000; address += 1) limits.take(String(address));
    expect((limits as unknown as { buckets: Map<string, unknown> }).buckets.size).toBeLessThanOrEqual(20_000);
  });
});
