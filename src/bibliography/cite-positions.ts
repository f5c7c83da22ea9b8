import type { Cite, Locator, Note } from './citation-style.js';

/*
 * Whether a cite is the first of its item, follows on another of it, or comes later: the rules of CSL 1.0.2. Stricter in
 * one thing: "ibid." reaches back to the note just before and no further, since a reader looks for it there.
 */

export type Position = 'first' | 'subsequent' | 'ibid' | 'ibid-with-locator';

export interface PlacedCite {
  cite: Cite;
  position: Position;
  /** Of the note that cites the item first; null in that very cite */
  firstNote: number | null;
  /** Whether the item was cited not long before */
  isNear: boolean;
}

/** How many notes back is near: CSL's near-note-distance where a style says nothing. */
export const NEAR_NOTES = 5;

/** @returns for each note its cites, placed */
export function placed(notes: readonly Note[], nearNotes = NEAR_NOTES): PlacedCite[][] {
  const firstNotes = new Map<string, number>();
  const lastNotes = new Map<string, number>();
  return notes.map((note, n) => {
    const before = notes[n - 1];
    const follows = before !== undefined && note.number - before.number <= 1;
    return note.cites.map((cite, i) => {
      const alone = follows && before.cites.length === 1 ? before.cites[0] : undefined;
      const previous = i > 0 ? note.cites[i - 1] : alone;
      const firstNote = firstNotes.get(cite.item) ?? null;
      const lastNote = lastNotes.get(cite.item);
      if (firstNote === null) firstNotes.set(cite.item, note.number);
      lastNotes.set(cite.item, note.number);
      return {
        cite,
        position: firstNote === null ? 'first' : again(cite, previous),
        firstNote,
        isNear: lastNote !== undefined && note.number - lastNote <= nearNotes,
      };
    });
  });
}

function again(cite: Cite, previous: Cite | undefined): Position {
  if (previous?.item !== cite.item) return 'subsequent';
  if (same(cite.locator, previous.locator)) return 'ibid';
  // "Ibid." without a page would be read as that of the cite before.
  return cite.locator === undefined ? 'subsequent' : 'ibid-with-locator';
}

function same(one: Locator | undefined, other: Locator | undefined): boolean {
  return one?.label === other?.label && one?.value === other?.value;
}
