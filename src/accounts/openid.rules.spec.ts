import { isOwnPath, newTrip, roleOf, tripOf, type Trip } from './openid.rules.js';

describe('a trip to the provider and back', () => {
  const now = 1_795_449_600_000;

  test('is known by what the browser keeps, and by nothing less', () => {
    const kept = newTrip('/api/claims?limit=3', now);
    const trip = tripOf(kept, now + 599_000) as Trip;
    expect(trip.returnTo).toBe('/api/claims?limit=3');
    const made = [trip.state, trip.nonce, trip.codeVerifier];
    expect(new Set(made).size).toBe(3);
    for (const value of made) {
      expect(value).toMatch(/^[\w-]{43}$/);
      expect(kept).not.toContain(value);
    }
    const others = [
      newTrip('/api/claims?limit=3', now),
      kept.replace(/^\d+/, (at) => String(Number(at) + 1)),
    ];
    for (const other of others) expect((tripOf(other, now) as Trip).state).not.toBe(trip.state);
  });

  test('does not last, and does not begin tomorrow', () => {
    const kept = newTrip('/', now);
    expect(tripOf(kept, now + 602_000)).toBe('expired');
    expect(tripOf(kept, now - 120_000)).toBe('expired');
  });

  test.each([null, '', 'x', '1.2.3', `1795449600.${'A'.repeat(42)}.`, `1795449600.${'A'.repeat(43)}`])(
    '%j is none of ours',
    (kept) => expect(tripOf(kept, now)).toBeNull(),
  );
});

test.each([
  ['/', true],
  ['/api/session?x=1', true],
  ['//elsewhere.example', false],
  ['/\\elsewhere.example', false],
  ['https://elsewhere.example/', false],
  ['/a b', false],
  ['/a\r\nset-cookie: x', false],
  ['', false],
])('%j is a path of this archive: %s', (path, is) => expect(isOwnPath(path)).toBe(is));

test('roles come by our names for them', () => {
  expect(roleOf('researcher')).toBe('researcher');
  expect(roleOf(['staff', 'researcher', 'archivist'])).toBe('archivist');
  for (const other of [undefined, null, '', 'Archivist', ['owner'], { role: 'archivist' }, 7]) {
    expect(roleOf(other)).toBeNull();
  }
});
