import { invalid } from '../common/problem.js';
import { CONFIDENCES, type Confidence, type Stance } from './vocabularies.js';

export interface Judgement {
  confidence: Confidence;
  /** Stances of the citations it rests on */
  restsOn: Stance[];
  /** What its author held until now, and what was held last by anybody */
  before: (Confidence | null)[];
}

/**
 * What a judgement has to rest on besides its rationale: *confirmed* on something cited for the claim, *refuted* on
 * something against it, and a move of two rungs or more on anything that is cited.
 * @param pointer where in the request its citations stand
 */
export function checkRestsOnEvidence({ confidence, restsOn, before }: Judgement, pointer: string): void {
  const needed = { confirmed: 'for', refuted: 'against' }[confidence as string];
  if (needed !== undefined && !restsOn.some((stance) => stance === needed)) {
    throw invalid([
      {
        pointer,
        code: `assessment.${confidence}_without_citation`,
        expected: `at least one citation ${needed} the claim that the judgement rests on`,
        found: restsOn.length === 0 ? 'none' : `only ${[...new Set(restsOn)].join(' and ')}`,
      },
    ]);
  }
  const farthest = before
    .filter((earlier) => earlier !== null)
    .map((earlier) => ({ earlier, rungs: rungsBetween(earlier, confidence) }))
    .sort((a, b) => b.rungs - a.rungs)[0];
  if (farthest !== undefined && farthest.rungs >= 2 && restsOn.length === 0) {
    throw invalid([
      {
        pointer,
        code: 'assessment.move_without_citation',
        expected: `at least one citation, since ${farthest.earlier} to ${confidence} is a move of ${farthest.rungs} rungs`,
        found: 'none',
      },
    ]);
  }
}

export function rungsBetween(one: Confidence, other: Confidence): number {
  return Math.abs(CONFIDENCES.indexOf(one) - CONFIDENCES.indexOf(other));
}
