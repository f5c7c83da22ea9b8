import { pairsThatShareWords, WordWeights } from './statement-pairs.js';
import { nameWords, statementWords, type StatementWords, wordsAsWritten } from './statement-words.js';
import { SUGGESTION_RULES, type SuggestionRule } from './vocabularies.js';

/** A claim as the rules look at it. */
export interface ComparedClaim {
  id: string;
  /** As people cite it: KTB-0001 #97 */
  pointer: string;
  /** Where it stands among all claims: its testimony in the order of the archive, and its number there */
  testimony: number;
  number: number;
  /** Of the testimony that is asked about; claims of other testimonies are not compared with each other */
  own: boolean;
  statement: string;
  kind: string;
  /** First and last day it may be, counted from 1970-01-01; null where open */
  date: { words: string; first: number | null; last: number | null } | null;
  /** People and organisations it mentions, by id, with the names and words used for them */
  people: { id: string; name: string; names: string[] }[];
}

export interface Suggestion<Claim extends ComparedClaim = ComparedClaim> {
  rule: SuggestionRule;
  /** In the order of the archive */
  claims: [Claim, Claim];
  /** One sentence for people */
  because: string;
  /** How alike the statements are, 0 to 1 */
  score: number;
}

export interface Suggestions<Claim extends ComparedClaim> {
  suggestions: Suggestion<Claim>[];
  /** False where there was more than could be compared */
  complete: boolean;
}

interface Prepared<Claim extends ComparedClaim = ComparedClaim> extends StatementWords {
  claim: Claim;
}

/** Why two claims look as if they cannot both be true; null where they do not. */
type Rule = (
  one: Prepared,
  other: Prepared,
  weights: WordWeights,
) => { because: string; score: number } | null;

/** So alike must two statements be to speak of the same thing. Over the chapter, 0.3 finds the same as this. */
const ALIKE = 0.5;
const FEWEST_SHARED_WORDS = 2;

/** Opinions, causes and what was said differ without contradicting each other. */
const FACTS = new Set(['event', 'circumstance']);

/**
 * Offices and acts that are one person's at a time. Of others (who crossed the river, who died) there may be many,
 * and to say it of two contradicts nothing.
 */
const OF_ONE_ONLY = new RegExp(
  '^(head(s|ed)?|led|lead(s|er)?|chief|chair(s|ed|man)?|command(s|ed|er)?|director|directed|minister|premier|' +
    'president|governor|mayor|ambassador|king|emperor|tsar|founded|founder|ordered|wrote|author|#1|killed|' +
    'начальник|командир|командующий|командовал|возглавлял|министр|председатель|директор|президент|посол|' +
    'главный|.*(司令|長官|大臣|首相|総理|隊長|所長|社長|会長|議長|大使|知事|天皇|率い|創設).*)$',
  'u',
);

const datesApart: Rule = (one, other, weights) => {
  const [a, b] = [one.claim.date, other.claim.date];
  // How things were at one time says nothing of another; what happened, happened once.
  if (a === null || b === null || !(isEvent(one) || isEvent(other)) || mayBeOneTime(one, other)) return null;
  const alike = sameSubject(one.words, other.words, weights);
  return (
    alike && {
      score: alike.score,
      because:
        `Both speak of ${subject(one, alike.shared)}, but ${one.claim.pointer} dates it ${a.words} ` +
        `and ${other.claim.pointer} dates it ${b.words}, and these do not overlap.`,
    }
  );
};

const differentPeople: Rule = (one, other, weights) => {
  const [a, b] = [peopleBut(one, other), peopleBut(other, one)];
  if (a.length === 0 || b.length === 0 || !mayBeOneTime(one, other)) return null;
  const alike = sameSubject(wordsWithout(one, a), wordsWithout(other, b), weights);
  if (alike === null || !alike.shared.some((word) => OF_ONE_ONLY.test(word))) return null;
  return {
    score: alike.score,
    because:
      `Both speak of ${subject(one, alike.shared)}, but ${one.claim.pointer} says it of ${list(a.map(({ name }) => name))} ` +
      `and ${other.claim.pointer} of ${list(b.map(({ name }) => name))}.`,
  };
};

const differentCounts: Rule = (one, other, weights) => {
  const differ = !one.counts.some((count) => other.counts.includes(count));
  if (one.counts.length === 0 || other.counts.length === 0 || !differ || !mayBeOneTime(one, other))
    return null;
  const alike = sameSubject(one.words, other.words, weights);
  return (
    alike && {
      score: alike.score,
      because:
        `Both speak of ${subject(one, alike.shared)}, but ${one.claim.pointer} says ${list(one.counts.map(shownNumber))} ` +
        `and ${other.claim.pointer} says ${list(other.counts.map(shownNumber))}.`,
    }
  );
};

const RULES: Record<SuggestionRule, Rule> = {
  dates_apart: datesApart,
  different_people: differentPeople,
  different_counts: differentCounts,
};

/** All that the rules suggest among these claims, the strongest first; the order they are given in does not matter. */
export function suggestionsAmong<Claim extends ComparedClaim>(claims: readonly Claim[]): Suggestions<Claim> {
  const prepared = claims
    .filter(({ kind }) => FACTS.has(kind))
    .sort(inOrderOfArchive)
    .map((claim): Prepared<Claim> => ({ claim, ...statementWords(claim.statement) }));
  const weights = new WordWeights(prepared);
  const { pairs, complete } = pairsThatShareWords(
    prepared,
    weights,
    (one, other) => one.claim.own || other.claim.own,
  );
  const suggestions = pairs.flatMap(([one, other]) =>
    SUGGESTION_RULES.flatMap((rule): Suggestion<Claim>[] => {
      const found = RULES[rule](one, other, weights);
      return found === null ? [] : [{ rule, claims: [one.claim, other.claim], ...found }];
    }),
  );
  return { suggestions: suggestions.sort(strongestFirst), complete };
}

function sameSubject(
  words: readonly string[],
  others: readonly string[],
  weights: WordWeights,
): { score: number; shared: string[] } | null {
  // The First World War is not the Second: where both count, they have to count the same.
  const [ordinals, theirs] = [words.filter(isOrdinal), others.filter(isOrdinal)];
  if (ordinals.length > 0 && theirs.length > 0 && ordinals.join() !== theirs.join()) return null;
  const alike = weights.likeness(words, others);
  return alike.score >= ALIKE && alike.shared.length >= FEWEST_SHARED_WORDS ? alike : null;
}

function isEvent({ claim }: Prepared): boolean {
  return claim.kind === 'event';
}

/** Whether the two may be of one time: also where one of them has no date. */
function mayBeOneTime({ claim: { date: a } }: Prepared, { claim: { date: b } }: Prepared): boolean {
  if (a === null || b === null) return true;
  return (a.first ?? -Infinity) <= (b.last ?? Infinity) && (b.first ?? -Infinity) <= (a.last ?? Infinity);
}

function peopleBut({ claim }: Prepared, other: Prepared): ComparedClaim['people'] {
  return claim.people.filter(({ id }) => !other.claim.people.some((person) => person.id === id));
}

function wordsWithout({ words }: Prepared, people: ComparedClaim['people']): string[] {
  const names = new Set(people.flatMap((person) => person.names.flatMap(nameWords)));
  return words.filter((word) => !names.has(word));
}

function isOrdinal(word: string): boolean {
  return word.startsWith('#');
}

function shownNumber(number: number): string {
  return number.toLocaleString('en');
}

/** What two statements have in common, in the words of the first. */
function subject({ claim }: Prepared, shared: readonly string[]): string {
  const written = wordsAsWritten(claim.statement, shared);
  return written === '' ? list(shared) : `“${written}”`;
}

function list(shown: readonly string[]): string {
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function inOrderOfArchive(a: ComparedClaim, b: ComparedClaim): number {
  return a.testimony - b.testimony || a.number - b.number || (a.id < b.id ? -1 : 1);
}

function strongestFirst(a: Suggestion, b: Suggestion): number {
  return (
    b.score - a.score ||
    inOrderOfArchive(a.claims[0], b.claims[0]) ||
    inOrderOfArchive(a.claims[1], b.claims[1]) ||
    SUGGESTION_RULES.indexOf(a.rule) - SUGGESTION_RULES.indexOf(b.rule)
  );
}
