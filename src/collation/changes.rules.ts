import { type Span, spansOf } from './spans.rules.js';
import { Tokeniser } from './tokens.js';

/** What two texts have in common, or one of them has alone: read without the insertions it is the one, without the deletions the other. */
export interface Change {
  kind: 'equal' | 'insert' | 'delete';
  text: string;
}

/**
 * The difference of two texts for people to read, by words (in Japanese, those of a dictionary), white space and single
 * signs. Few words that are the same by chance, between larger changes, are shown as replaced with them; what looks the same
 * on paper (a line break for a space, an accent encoded another way) is shown as a change all the same.
 * @returns in order, never two of a kind in a row; what was replaced is a deletion and then an insertion
 */
export function changesBetween(before: string, after: string): Change[] {
  if (before === after) return after === '' ? [] : [{ kind: 'equal', text: after }];
  const changes = new Changes();
  for (const span of spansOf({ a: before, b: after, atA: 0, atB: 0 }, new Tokeniser())) {
    const [deleted, inserted] = [before.slice(span.a0, span.a1), after.slice(span.b0, span.b1)];
    if (isChance(span)) changes.keepPerhaps(inserted);
    else if (span.kind === 'same') changes.keep(inserted);
    else changes.replace(deleted, inserted);
  }
  return changes.end();
}

function isChance({ kind, isTrusted }: Span): boolean {
  return kind === 'same' && !isTrusted;
}

class Changes {
  private readonly list: Change[] = [];
  private deleted = '';
  private inserted = '';
  /** The same by chance: replaced with what is around it, if a change follows */
  private perhaps = '';

  keepPerhaps(text: string): void {
    if (this.deleted === '' && this.inserted === '') this.keep(text);
    else this.perhaps += text;
  }

  keep(text: string): void {
    this.flush();
    this.add('equal', text);
  }

  replace(deleted: string, inserted: string): void {
    this.deleted += this.perhaps + deleted;
    this.inserted += this.perhaps + inserted;
    this.perhaps = '';
  }

  end(): Change[] {
    this.flush();
    return this.list;
  }

  private flush(): void {
    this.add('delete', this.deleted);
    this.add('insert', this.inserted);
    this.add('equal', this.perhaps);
    this.deleted = this.inserted = this.perhaps = '';
  }

  private add(kind: Change['kind'], text: string): void {
    const last = this.list.at(-1);
    if (text === '') return;
    if (last?.kind === kind) last.text += text;
    else this.list.push({ kind, text });
  }
}
