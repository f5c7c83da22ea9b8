import { invalid, Problem } from '../common/problem.js';
import type { QuestionState } from './vocabularies.js';

/**
 * What can become of a question. An answered one is not withdrawn and not stuck: it is asked again first, which
 * withdraws its answer. A withdrawn one is opened before anything else is done about it.
 */
const POSSIBLE: Record<QuestionState, readonly QuestionState[]> = {
  open: ['pursued', 'stuck', 'answered', 'withdrawn'],
  pursued: ['open', 'stuck', 'answered', 'withdrawn'],
  stuck: ['open', 'pursued', 'answered', 'withdrawn'],
  answered: ['open', 'pursued'],
  withdrawn: ['open'],
};

export function possibleTransitions(from: QuestionState): readonly QuestionState[] {
  return POSSIBLE[from];
}

export function checkTransition(from: QuestionState, to: QuestionState): void {
  const possible = possibleTransitions(from);
  if (possible.includes(to)) return;
  throw new Problem(
    409,
    'question.transition',
    `The question is ${from}: it can become ${listed(possible)}, but not ${to}.`,
    { extra: { from, possible } },
  );
}

interface WantedAnswer {
  answer?: { statement?: string | undefined; claimIds?: string[] | undefined } | undefined;
  citations?: unknown[] | undefined;
  settles?: unknown[] | undefined;
}

/** Answered names what the answer is and what it rests on; nothing else has an answer. */
export function checkAnswer(to: QuestionState, { answer, citations, settles }: WantedAnswer): void {
  if (to !== 'answered') {
    for (const [field, value] of Object.entries({ answer, citations, settles })) {
      if (value === undefined) continue;
      throw invalid([
        {
          pointer: `/${field}`,
          code: 'question.answer_not_wanted',
          expected: `nothing: a question that becomes ${to} has no answer`,
          found: 'something',
        },
      ]);
    }
    return;
  }
  if (answer?.statement === undefined && (answer?.claimIds ?? []).length === 0) {
    throw invalid([
      {
        pointer: '/answer',
        code: 'question.answer_required',
        expected: 'the answer, as a statement, as claims, or as both',
        found: 'nothing',
      },
    ]);
  }
  if ((citations ?? []).length === 0) {
    throw invalid([
      {
        pointer: '/citations',
        code: 'question.answer_unfounded',
        expected: 'at least one source, claim or passage that the answer rests on',
        found: 'none',
      },
    ]);
  }
}

function listed(states: readonly string[]): string {
  if (states.length < 2) return states.join('');
  return `${states.slice(0, -1).join(', ')} or ${states.at(-1) ?? ''}`;
}
