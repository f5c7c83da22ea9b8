import type { Particular } from './claim-words.js';
import type {
  ReportAnswer,
  ReportAttempt,
  ReportClaimReference,
  ReportGap,
  ReportLead,
  ReportQuestion,
} from './report-content.js';
import { claimReferenceWords, readable } from './report-words.js';

/** What is said of questions, answers, gaps and leads, in the words that every format uses. */

export function couldAnswerWords({ couldAnswer: { leads, people } }: ReportQuestion): Particular {
  const known = leads.map(
    ({ who, kind, state, reachability }) =>
      `${who} (${[kind, readable(state), reachability && `reachability: ${reachability}`].filter(Boolean).join('; ')})`,
  );
  return { name: 'Who could still answer', values: [...known, ...(people ? [] : [NOBODY_LEFT])] };
}

const NOBODY_LEFT = 'no person is known who could still be asked';

export function answerParticulars({ answer }: ReportAnswer): Particular[] {
  if (answer === null) return [];
  return said([
    { name: 'Answer', values: answer.statement === null ? [] : [answer.statement] },
    { name: 'As claimed by', values: answer.claims.map(claimWords) },
    {
      name: 'Rests on',
      values: answer.citations.map(({ note, quotation, remark, unverified }) =>
        [
          note,
          unverified ? ' [unverified]' : '',
          quotation === null ? '' : ` “${quotation}”`,
          remark === null ? '' : ` — ${remark}`,
        ].join(''),
      ),
    },
    { name: 'Settles', values: answer.settles.map(claimWords) },
    { name: 'Answered', values: [answer.by === null ? answer.on : `${answer.by}, ${answer.on}`] },
  ]);
}

export function gapParticulars(gap: ReportGap): Particular[] {
  const { kind, state, holder, found, lostBecause, question, assertedBy, searches, note } = gap;
  return said([
    { name: 'Kind', values: [kind] },
    { name: 'Search', values: [readable(state)] },
    { name: 'Would be with', values: holder === null ? [] : [holder] },
    { name: 'Found', values: found === null ? [] : [found] },
    { name: 'Lost because', values: lostBecause === null ? [] : [lostBecause] },
    { name: 'Would answer', values: question === null ? [] : [question] },
    { name: 'Said to exist by', values: assertedBy === null ? [] : [claimWords(assertedBy)] },
    { name: 'Searched for at', values: searches },
    { name: 'Note', values: note === null ? [] : [note] },
  ]);
}

/** A lead, and below it what is to be done next and what was tried. */
export function leadWords(lead: ReportLead): { lead: string; below: string[] } {
  const { kind, description, target, state, reachability, seeks, nextStep, note, attempts } = lead;
  const standing = [kind, readable(state), reachability && `reachability: ${reachability}`];
  return {
    lead: [
      `Lead (${standing.filter(Boolean).join('; ')}): ${description}`,
      target === null ? '' : `; ${target}`,
      seeks === null ? '' : `; searching for ${seeks}`,
      note === null ? '' : ` — ${note}`,
    ].join(''),
    below: [
      ...(nextStep === null ? [] : [nextStepWords(nextStep)]),
      ...(attempts.length === 0 ? ['Nothing tried yet.'] : attempts.map(attemptWords)),
    ],
  };
}

function nextStepWords({ text, owner, due }: NonNullable<ReportLead['nextStep']>): string {
  const how = [owner === null ? null : `by ${owner}`, due === null ? null : `until ${due}`].filter(Boolean);
  return `Next step: ${text}${how.length === 0 ? '' : ` (${how.join('; ')})`}`;
}

function attemptWords({ when, by, channel, where, outcome, note }: ReportAttempt): string {
  const how = [when ?? 'undated', by && `by ${by}`, channel, where && `searched: ${where}`].filter(Boolean);
  return `Attempt: ${how.join('; ')}: ${readable(outcome)}.${note === null ? '' : ` ${note}`}`;
}

function claimWords(claim: ReportClaimReference): string {
  const { pointer, statement, standing } = claimReferenceWords(claim);
  return `${pointer} ${statement} (${standing})`;
}

function said(particulars: Particular[]): Particular[] {
  return particulars.filter(({ values }) => values.length > 0);
}
