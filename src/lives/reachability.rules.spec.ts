import { faultOfReachability, stopOf } from './reachability.rules.js';
import { REACHABILITY_STATES, type ReachabilityState } from './life.vocabulary.js';

describe('statements on whether somebody can be reached', () => {
  const today = new Date('2026-11-25T23:30:00Z');
  const fault = (
    state: ReachabilityState,
    fields: { edtf?: string; because?: string } = {},
    standing: ReachabilityState | null = null,
  ) =>
    faultOfReachability({ edtf: undefined, because: undefined, state, ...fields }, 'person', standing, today);

  test('only people die', () => {
    const wanted = { state: 'died', edtf: undefined, because: 'B' } as const;
    for (const kind of ['organisation', 'group'] as const) {
      expect(faultOfReachability(wanted, kind, null, today)).toMatchObject({
        pointer: '/state',
        code: 'reachability.only_people_die',
      });
    }
    expect(faultOfReachability(wanted, 'person', null, today)).toBeNull();
  });

  test('two states stop the asking', () => {
    expect(REACHABILITY_STATES.filter((state) => stopOf(state) !== null)).toEqual(['do_not_contact', 'died']);
  });

  test('what stops the asking has its reason, and so has what lifts it', () => {
    for (const state of REACHABILITY_STATES) {
      const stops = state === 'died' || state === 'do_not_contact';
      expect([state, fault(state)?.pointer]).toEqual([state, stops ? '/because' : undefined]);
      expect([state, fault(state, {}, 'do_not_contact')?.pointer]).toEqual([state, '/because']);
      expect([state, fault(state, { because: 'B' }, 'do_not_contact')]).toEqual([state, null]);
      expect([state, fault(state, {}, 'reached')?.pointer]).toEqual([state, stops ? '/because' : undefined]);
    }
  });

  test.each(['2026-11-27', '2027', '2026-12', '2027/..'])('%s has not come yet', (edtf) => {
    expect(fault('living', { edtf })).toMatchObject({
      pointer: '/when/edtf',
      code: 'date.in_the_future',
    });
  });

  test.each(['2026-11-26', '2026', '202X', '/2030', '1998', '-0043', '1998?'])(
    '%s may be said today',
    (edtf) => {
      expect(fault('living', { edtf })).toBeNull();
    },
  );
});
