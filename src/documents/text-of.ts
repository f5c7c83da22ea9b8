import type { Cell, Inline, Note, Words } from './document.js';

/** The bare text of words; notes are not in it. */
export function textOf(words: Words): string {
  return words
    .map((inline) => (typeof inline === 'string' ? inline : inline.kind === 'note' ? '' : inline.text))
    .join('');
}

export function isNote(inline: Inline | undefined): inline is Note {
  return typeof inline === 'object' && inline.kind === 'note';
}

/** For formats without notes: each note stands in brackets behind its words. */
export function textWithNotes(words: Words): string {
  return words.map(bare).join('');
}

export function cellText(cell: Cell): string {
  return typeof cell === 'number' ? String(cell) : textWithNotes(cell);
}

function bare(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  return inline.kind === 'note' ? ` [${textOf(inline.words)}]` : inline.text;
}

/** Numbers the notes of a document as they come, and keeps those not printed yet. */
export class Notes {
  private many = 0;
  private waiting: { number: number; note: Note }[] = [];

  /** The number of the note that comes now. */
  add(note: Note): number {
    this.waiting.push({ number: ++this.many, note });
    return this.many;
  }

  /** Those since it was asked last. */
  take(): { number: number; note: Note }[] {
    const taken = this.waiting;
    this.waiting = [];
    return taken;
  }
}
