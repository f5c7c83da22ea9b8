import { whyHeld } from './clock.rules.js';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 28);
const honest = {
  now,
  databaseNow: now + 2000,
  lastActivity: now - DAY,
  since: now - 3_600_000,
  elapsed: 3_600_000,
};

describe('the clock', () => {
  test('is trusted where all agree', () => expect(whyHeld(honest)).toBeNull());

  test('is trusted after a long pause, and after a little correction', () => {
    expect(whyHeld({ ...honest, lastActivity: now - 300 * DAY })).toBeNull();
    expect(whyHeld({ ...honest, elapsed: honest.elapsed + 60_000 })).toBeNull();
  });

  test.each([
    ['that of the database differs', { databaseNow: now - DAY }],
    ['it went back', { lastActivity: now + DAY }],
    ['it jumped by years while the archive stood still', { lastActivity: now - 401 * DAY }],
    ['it jumped while the archive ran', { elapsed: honest.elapsed - DAY }],
    ['it was put back while the archive ran', { elapsed: honest.elapsed + DAY }],
  ])('is not where %s', (_, what) => expect(whyHeld({ ...honest, ...what })).toMatch(/clock/));
});
