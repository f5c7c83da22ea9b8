import { checkDecision } from './release.rules.js';

describe('deciding on a release', () => {
  const proposed = { state: 'proposed', proposedById: 'a' } as const;

  test('is for a second person', () => {
    expect(() => checkDecision(proposed, 'approved', 'b')).not.toThrow();
    expect(() => checkDecision(proposed, 'approved', 'a')).toThrow('release.second_person');
  });

  test('to decline one’s own is to take it back', () => {
    expect(() => checkDecision(proposed, 'declined', 'a')).not.toThrow();
  });

  test('is done once; what was approved can be revoked by anybody who may decide', () => {
    expect(() => checkDecision({ ...proposed, state: 'approved' }, 'revoked', 'a')).not.toThrow();
    expect(() => checkDecision({ ...proposed, state: 'approved' }, 'declined', 'b')).toThrow(
      'release.decided',
    );
    expect(() => checkDecision({ ...proposed, state: 'declined' }, 'approved', 'b')).toThrow(
      'release.decided',
    );
    expect(() => checkDecision(proposed, 'revoked', 'b')).toThrow('release.decided');
  });
});
