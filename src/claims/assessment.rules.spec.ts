import { type Problem } from '../common/problem.js';
import { checkRestsOnEvidence, type Judgement, rungsBetween } from './assessment.rules.js';
import { CONFIDENCES } from './vocabularies.js';

const codeOf = (judgement: Judgement): string => {
  try {
    checkRestsOnEvidence(judgement, '/citationIds');
    return 'accepted';
  } catch (error) {
    return (error as Problem).code;
  }
};

describe('what a judgement rests on', () => {
  test('a first judgement of the middle rungs needs a reason only', () => {
    for (const confidence of ['probable', 'possible', 'doubtful'] as const) {
      expect(codeOf({ confidence, restsOn: [], before: [null, null] })).toBe('accepted');
    }
  });

  test('nothing is confirmed without something for it, nor refuted without something against it', () => {
    expect(codeOf({ confidence: 'confirmed', restsOn: [], before: [] })).toBe(
      'assessment.confirmed_without_citation',
    );
    expect(codeOf({ confidence: 'confirmed', restsOn: ['against', 'context'], before: [] })).toBe(
      'assessment.confirmed_without_citation',
    );
    expect(codeOf({ confidence: 'confirmed', restsOn: ['against', 'for'], before: [] })).toBe('accepted');
    expect(codeOf({ confidence: 'refuted', restsOn: ['for'], before: [] })).toBe(
      'assessment.refuted_without_citation',
    );
    expect(codeOf({ confidence: 'refuted', restsOn: ['against'], before: [] })).toBe('accepted');
  });

  test('who moves two rungs, from his own or from what was held last, cites something', () => {
    expect(codeOf({ confidence: 'possible', restsOn: [], before: ['probable', 'doubtful'] })).toBe(
      'accepted',
    );
    expect(codeOf({ confidence: 'doubtful', restsOn: [], before: ['probable', null] })).toBe(
      'assessment.move_without_citation',
    );
    expect(codeOf({ confidence: 'doubtful', restsOn: [], before: [null, 'confirmed'] })).toBe(
      'assessment.move_without_citation',
    );
    expect(codeOf({ confidence: 'doubtful', restsOn: ['context'], before: ['probable', null] })).toBe(
      'accepted',
    );
  });

  test('rungs are counted either way', () => {
    for (const one of CONFIDENCES) {
      expect(rungsBetween(one, one)).toBe(0);
      for (const other of CONFIDENCES) expect(rungsBetween(one, other)).toBe(rungsBetween(other, one));
    }
    expect(rungsBetween('confirmed', 'refuted')).toBe(4);
  });
});
