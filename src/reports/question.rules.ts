import { SEARCH_STATES } from '../questions/vocabularies.js';
import { sourceNote } from '../sources/source-note.js';
import { citedWords, claimReference, type NameWords, nameWordsIn, toldWords } from './reference.rules.js';
import type {
  ReportAnswer,
  ReportContent,
  ReportGap,
  ReportGaps,
  ReportLead,
  ReportLog,
  ReportQuestion,
} from './report-content.js';
import type {
  AnswerRow,
  AttemptRow,
  DateRow,
  GapRow,
  LeadRow,
  NameRow,
  QuestionRow,
  SourceRow,
  TestimonyRow,
} from './report-rows.js';
import { readable } from './report-words.js';

/** Questions that are open, those that were answered, and what was tried for either. */
export function questionsContent(
  rows: QuestionRow[],
  testimony: TestimonyRow,
): Pick<ReportContent, 'questions' | 'answers' | 'researchLog'> {
  const nameWords = nameWordsIn(testimony);
  const isAnswered = ({ state }: QuestionRow): boolean => state === 'answered';
  return {
    questions: rows.filter((row) => !isAnswered(row)).map((row) => openQuestion(row, nameWords)),
    answers: rows.filter(isAnswered).map((row) => answeredQuestion(row, testimony)),
    researchLog: rows.filter(({ leads }) => leads.length > 0).map((row) => log(row, nameWords)),
  };
}

function openQuestion(
  { couldAnswer, living, leads, ...row }: QuestionRow,
  nameWords: NameWords,
): ReportQuestion {
  const { statement, kind, state, stateBecause, claims, why } = row;
  const left = new Set(couldAnswer.map(({ id }) => id));
  return {
    statement,
    kind,
    state,
    stateBecause,
    claims,
    why,
    couldAnswer: {
      leads: leads
        .filter(({ id }) => left.has(id))
        .map((lead) => ({
          who: lead.kind === 'person' && lead.agent !== null ? nameWords(lead.agent) : lead.description,
          kind: lead.kind,
          state: lead.state,
          reachability: reachabilityWords(lead),
        })),
      people: living,
    },
  };
}

function answeredQuestion(
  { statement, kind, stateBecause, claims, answer }: QuestionRow,
  testimony: TestimonyRow,
): ReportAnswer {
  return {
    question: statement,
    kind,
    because: stateBecause,
    claims,
    answer: answer && givenAnswer(answer, testimony),
  };
}

function givenAnswer(row: AnswerRow, testimony: TestimonyRow): ReportAnswer['answer'] {
  const { accession } = testimony;
  return {
    statement: row.statement,
    claims: row.claims.map((claim) => claimReference(claim, accession)),
    citations: row.citations.map(({ claim, ...citation }) => ({
      note: citedWords({ ...citation, claim: claim && claimReference(claim, accession) }),
      quotation: citation.quotation,
      remark: citation.note,
      unverified: claim?.unverified ?? false,
    })),
    settles: row.settles.map((claim) => claimReference(claim, accession)),
    by: row.by && nameWordsIn(testimony)(row.by),
    on: row.at.slice(0, 10),
  };
}

function log({ statement, state, leads }: QuestionRow, nameWords: NameWords): ReportLog {
  return { question: statement, state, leads: leads.map((lead) => reportLead(lead, nameWords)) };
}

function reportLead(lead: LeadRow, nameWords: NameWords): ReportLead {
  const { kind, description, state, seeks, nextStep, note } = lead;
  const target = placeWords({ ...lead, words: null }, nameWords);
  return {
    kind,
    description,
    target: target !== null && description.includes(target) ? null : target,
    state,
    reachability: reachabilityWords(lead),
    seeks,
    nextStep: nextStep && {
      text: nextStep.text,
      owner: nextStep.owner && nameWords(nextStep.owner),
      due: dateWords(nextStep.due),
    },
    note,
    attempts: lead.attempts.map((attempt: AttemptRow) => ({
      when: dateWords(attempt.when),
      by: attempt.by && nameWords(attempt.by),
      channel: attempt.channel,
      where: placeWords(attempt.where, nameWords),
      outcome: attempt.outcome,
      note: attempt.note,
    })),
  };
}

/** Whom, where or in what, by name and in words. */
function placeWords(
  {
    agent,
    place,
    source,
    words,
  }: {
    agent: NameRow | null;
    place: string | null;
    source: SourceRow | null;
    words: string | null;
  },
  nameWords: NameWords,
): string | null {
  const named = [agent && nameWords(agent), place, source && sourceNote(source, null), words];
  return named.filter((part) => part !== null).join(', ') || null;
}

function reachabilityWords({ reachability }: LeadRow): string | null {
  if (reachability === null) return null;
  const when = dateWords(reachability.when);
  return `${readable(reachability.state)}${when === null ? '' : `, as of ${when}`}`;
}

function dateWords(date: DateRow | null): string | null {
  return date && toldWords(date);
}

/** What ought to exist, counted by how the search stands. */
export function gapsContent(rows: GapRow[], testimony: TestimonyRow): ReportGaps {
  return {
    counts: SEARCH_STATES.map((state) => ({
      state,
      documents: rows.filter(({ document }) => document.state === state).length,
    })),
    documents: rows.map((row) => gap(row, testimony)),
  };
}

function gap({ document, question, claim, holder, found }: GapRow, testimony: TestimonyRow): ReportGap {
  const { accession } = testimony;
  const { description, kind, state, searches, lostBecause, note } = document;
  const place = document.holder?.place?.name ?? null;
  return {
    description,
    kind,
    question,
    assertedBy: claim && claimReference(claim, accession),
    holder: placeWords(
      { agent: holder, place, source: null, words: document.holder?.words ?? null },
      nameWordsIn(testimony),
    ),
    state,
    found: found && sourceNote(found, null),
    lostBecause,
    searches: searches.map(searchWords),
    note,
  };
}

function searchWords({
  description,
  attempts,
  lastOutcome,
  lastWhen,
}: GapRow['document']['searches'][number]): string {
  if (lastOutcome === null) return `${description}: not tried yet`;
  const when = dateWords(lastWhen);
  const tried = attempts === 1 ? '1 attempt' : `${attempts} attempts, at last`;
  return `${description}: ${tried}${attempts === 1 ? ':' : ''} ${readable(lastOutcome)}${when === null ? '' : ` (${when})`}`;
}
