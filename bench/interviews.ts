import { ENGLISH } from './phrases.english.js';
import { JAPANESE } from './phrases.japanese.js';
import type { Random } from './random.js';

/*
 * Interviews that nobody gave, for the anchoring benchmark: two speakers, refrains, sentences that are like each other, and a
 * language's usual words in them. Every piece of a text has a name, so that after any edit it is known where it has gone.
 */

/** What interviews are made of: sentences with room for a place, a person, a thing, a time and a number. */
export interface Phrases {
  language: 'en' | 'ja';
  speakers: [asks: string, tells: string];
  places: string[];
  people: string[];
  things: string[];
  times: string[];
  numbers: string[];
  openers: string[];
  tails: string[];
  questions: string[];
  refrains: string[];
  sentences: string[];
  /** Words that a corrector puts in, takes out, or puts for each other */
  small: string[];
}

export type Language = Phrases['language'];
export const PHRASES: Record<Language, Phrases> = { en: ENGLISH, ja: JAPANESE };

/** A word, a mark or white space, with a name that it keeps when it is moved or spelt otherwise. */
export interface Piece {
  id: number;
  text: string;
  kind: 'word' | 'mark' | 'blank';
}

/** What a sentence is about. */
interface Matter {
  place: string;
  person: string;
  thing: string;
  when: string;
  number: string;
}

export interface Sentence {
  pieces: Piece[];
  matter: Matter;
  template: string;
  /** It stands twice, and is left alone from then on: nobody could say which of both was corrected. */
  isDoubled?: boolean;
}

export interface Paragraph {
  speaker: Piece[];
  sentences: Sentence[];
}

export type Interview = Paragraph[];

const LINE = 72;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

export class InterviewWriter {
  readonly phrases: Phrases;
  private lastId = 0;

  constructor(
    language: Language,
    private readonly random: Random,
  ) {
    this.phrases = PHRASES[language];
  }

  /** @param breaksLines whether lines end where the paper did, as in typed transcripts */
  interview(sentences: number, breaksLines: boolean): Interview {
    const paragraphs: Interview = [];
    const [asks, tells] = this.phrases.speakers;
    let matter = this.matter();
    for (let written = 0; written < sentences;) {
      if (this.random.chance(0.4)) matter = this.matter();
      paragraphs.push(this.paragraph(asks, [this.sentence(matter, this.phrases.questions)]));
      for (let turns = this.random.between(1, 2); turns > 0; turns--) {
        const said = Array.from({ length: this.random.between(2, 8) }, () => this.told(matter));
        written += said.length;
        paragraphs.push(this.paragraph(tells, said));
      }
    }
    if (breaksLines) this.breakLines(paragraphs);
    return paragraphs;
  }

  /** A sentence about the same person, place or thing more often than not, or a refrain. */
  told(matter: Matter): Sentence {
    if (this.random.chance(0.1)) return this.sentence(matter, this.phrases.refrains);
    const other = this.matter();
    const mixed = Object.fromEntries(
      Object.entries(matter).map(([key, value]) => [
        key,
        this.random.chance(0.5) ? value : other[key as keyof Matter],
      ]),
    ) as unknown as Matter;
    return this.sentence(mixed, this.phrases.sentences);
  }

  /** Another sentence about the very same things. */
  another({ matter, template }: Sentence): Sentence {
    const others = this.phrases.sentences.filter((other) => other !== template);
    return this.sentence(matter, others);
  }

  pieces(text: string): Piece[] {
    const pieces: Piece[] = [];
    for (const [part] of text.matchAll(/[\p{L}\p{M}\p{N}’'-]+|\s+|[^]/gu)) {
      const words = this.phrases.language === 'ja' ? segmenter.segment(part) : [{ segment: part }];
      for (const { segment } of words)
        pieces.push({ id: ++this.lastId, text: segment, kind: kindOf(segment) });
    }
    return pieces;
  }

  private matter(): Matter {
    const { places, people, things, times, numbers } = this.phrases;
    return {
      place: this.random.pick(places),
      person: this.random.pickUneven(people),
      thing: this.random.pick(things),
      when: this.random.pick(times),
      number: this.random.pick(numbers),
    };
  }

  private sentence(matter: Matter, templates: readonly string[]): Sentence {
    const { openers, tails, language } = this.phrases;
    const template = this.random.pick(templates);
    const filled = template
      .replace('{opener}', () => (this.random.chance(0.4) ? this.random.pick(openers) : ''))
      .replace('{tail}', () => (this.random.chance(0.4) ? this.random.pick(tails) : ''))
      .replace(/\{(\w+)\}/g, (_, key: keyof Matter) => matter[key]);
    const text = language === 'en' ? filled[0]!.toUpperCase() + filled.slice(1) : filled;
    return { pieces: this.pieces(text), matter, template };
  }

  private paragraph(speaker: string, sentences: Sentence[]): Paragraph {
    const japanese = this.phrases.language === 'ja';
    const label = this.pieces(speaker + (japanese ? '：' : ': '));
    const space = japanese ? '' : ' ';
    if (space) for (const { pieces } of sentences) pieces.push(...this.pieces(space));
    return { speaker: label, sentences };
  }

  private breakLines(paragraphs: Interview): void {
    for (const { speaker, sentences } of paragraphs) {
      let width = textOf(speaker).length;
      for (const { pieces } of sentences) {
        for (const piece of pieces) {
          width += piece.text.length;
          if (piece.kind !== 'blank' || width < LINE) continue;
          piece.text = '\n';
          width = 0;
        }
      }
    }
  }
}

export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** The text with where each piece stands in it, in UTF-16 offsets. Blank at the end of a paragraph is not written. */
export interface Written {
  text: string;
  pieces: Piece[];
  starts: number[];
}

export function written(interview: Interview, form: (text: string) => string = (text) => text): Written {
  const pieces: Piece[] = [];
  const starts: number[] = [];
  let text = '';
  for (const { speaker, sentences } of interview) {
    const all = [...speaker, ...sentences.flatMap((sentence) => sentence.pieces)];
    while (all.at(-1)?.kind === 'blank') all.pop();
    if (text !== '') {
      const gap = form('\n\n');
      text += gap;
    }
    for (const piece of all) {
      const formed = { ...piece, text: form(piece.text) };
      pieces.push(formed);
      starts.push(text.length);
      text += formed.text;
    }
  }
  return { text, pieces, starts };
}

function kindOf(text: string): Piece['kind'] {
  if (/^\s/.test(text)) return 'blank';
  return /[\p{L}\p{N}]/u.test(text) ? 'word' : 'mark';
}
