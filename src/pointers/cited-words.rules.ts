import { createHash } from 'node:crypto';
import { type Change, changesBetween } from '../collation/changes.rules.js';
import type { AnchorState } from '../collation/vocabularies.js';
import type { Place } from '../revisions/difference.rules.js';
import { type Pointer, printPointer } from './pointer.rules.js';

/*
 * What a pointer names, said in words; and what became of them since. The words of one revision never change, so what was
 * cited once can be cited for ever.
 */

export const CITED_KINDS = ['testimony', 'revision', 'passage', 'claim', 'range'] as const;
export type CitedKind = (typeof CITED_KINDS)[number];

export function kindOf({ revision, passage, claim, range }: Pointer): CitedKind {
  if (range !== null) return 'range';
  if (claim !== null) return 'claim';
  if (passage !== null) return 'passage';
  return revision === null ? 'testimony' : 'revision';
}

/** A testimony or a revision: its words are not sent along. */
export function isWholeText({ passage, claim, range }: Pointer): boolean {
  return passage === null && claim === null && range === null;
}

/** Words in one place. A claim may rest on several. */
export interface CitedPart extends Place {
  /** The passages that it touches */
  passages: number[];
  words: string;
  /** Of the words of a claim, how sure it is that they stand there */
  state: AnchorState | null;
}

export interface CitedPlace extends Place {
  state: AnchorState | null;
}

/** Where the words of one revision are; nothing of a whole text, which is not sent along. */
export interface CitedText {
  parts: CitedPart[];
  /** What stands around them, for finding them again */
  before: string;
  after: string;
}

/** As in a quotation: what is between the words of several places is left out. */
const OMISSION = ' […] ';

export function wordsOf(parts: readonly CitedPart[]): string | null {
  return parts.length === 0 ? null : parts.map(({ words }) => words).join(OMISSION);
}

/** Of the UTF-8 bytes, in hexadecimal. */
export function sha256Of(words: string): string {
  return createHash('sha256').update(words, 'utf8').digest('hex');
}

/** A revision later than the one cited. */
export interface LaterRevision {
  number: number;
  kind: string;
  because: string | null;
  at: string;
}

export interface Corrected {
  revisions: LaterRevision[];
  /** Whether the words still stand there, as of anchors */
  state: AnchorState;
  changed: boolean;
  now: { pointer: string; words: string | null } | null;
  changes: Change[];
}

/**
 * What became of words since they were cited.
 * @param now where they are in the latest revision; nothing where they are gone
 * @param pointer what names them there
 */
export function correctedWords(
  revisions: LaterRevision[],
  before: readonly CitedPart[],
  now: readonly CitedPart[],
  pointer: Pointer,
): Corrected {
  const [was, is] = [wordsOf(before) ?? '', wordsOf(now)];
  const isSame = was === is;
  const isUncertain = now.some(({ state }) => state === 'needs_review');
  const state = is === null ? 'lost' : isUncertain ? 'needs_review' : isSame ? 'firm' : 'text_changed';
  return {
    revisions,
    state,
    changed: !isSame,
    now: is === null ? null : { pointer: printPointer(pointer), words: is },
    changes: changesBetween(was, is ?? ''),
  };
}

/** Of whole texts, which are told apart by their hashes; what differs between them is asked for by itself. */
export function wholeCorrected(
  revisions: LaterRevision[],
  before: { sha256: string },
  latest: { sha256: string; number: number },
  pointer: Pointer,
): Corrected {
  const changed = before.sha256 !== latest.sha256;
  const now = { pointer: printPointer({ ...pointer, revision: latest.number }), words: null };
  return { revisions, state: changed ? 'text_changed' : 'firm', changed, now, changes: [] };
}
