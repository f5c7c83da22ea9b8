import { checkRequestDecision } from './access-request.rules.js';

describe('deciding on a request for access', () => {
  const open = { state: 'open', agentId: 'asker' } as const;
  const reviewer = { agentId: 'reviewer', reviews: true };
  const asker = { agentId: 'asker', reviews: false };

  test.each(['granted', 'declined'] as const)('%s by whoever reviews them', (next) =>
    expect(() => checkRequestDecision(open, next, reviewer)).not.toThrow(),
  );

  test('withdrawn by who asked alone', () => {
    expect(() => checkRequestDecision(open, 'withdrawn', asker)).not.toThrow();
    expect(() => checkRequestDecision(open, 'withdrawn', reviewer)).toThrow('access_request.not_own');
  });

  test('never on one’s own, not even by a reviewer', () => {
    for (const by of [asker, { agentId: 'asker', reviews: true }]) {
      expect(() => checkRequestDecision(open, 'granted', by)).toThrow('access_request.second_person');
    }
  });

  test('that of another is not there for who does not review', () =>
    expect(() => checkRequestDecision(open, 'granted', { agentId: 'other', reviews: false })).toThrow(
      'not_found',
    ));

  test('once', () =>
    expect(() => checkRequestDecision({ ...open, state: 'declined' }, 'granted', reviewer)).toThrow(
      'access_request.decided',
    ));
});
