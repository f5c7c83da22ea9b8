import LineBreaker from 'linebreak';
import type { Inline, Note, Words } from './document.js';
import type { PdfFonts, Piece, Weight } from './pdf-fonts.js';
import type { Notes } from './text-of.js';

/** What one stretch of words has in common on the page. */
export interface Span {
  weight: Weight;
  /** Where it is another than that around it. */
  language?: string;
  link?: string;
  mark?: boolean;
  note?: { number: number; note: Note };
}

export interface Fragment extends Piece {
  span: Span;
  size: number;
  /** From the start of the line, in points. */
  x: number;
}

export interface Line {
  fragments: Fragment[];
  width: number;
  size: number;
  notes: { number: number; note: Note }[];
}

export interface Setting {
  fonts: PdfFonts;
  notes: Notes;
  language: string;
}

const NO_BREAK = '\u2060';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Words broken into lines by UAX #14, which knows what may begin a Japanese line; a string that is too long for any line is cut where it ends. */
export function linesOf(
  words: Words,
  width: number,
  size: number,
  setting: Setting,
  weight: Weight = 'plain',
): Line[] {
  const spans: { span: Span; end: number }[] = [];
  let text = '';
  for (const inline of words) {
    const { span, text: part } = spanOf(inline, weight, setting);
    // Of two notes to one word each keeps its number.
    if (span.note !== undefined && spans.at(-1)?.span.note !== undefined) text += `${NO_BREAK},`;
    // The frame of a mark stands clear of the word before it.
    if (span.mark === true && text !== '') {
      text += ' ';
      spans.push({ span: { weight }, end: text.length });
    }
    text += part;
    spans.push({ span, end: text.length });
  }
  const composer = new Composer(width, size, setting);
  const breaker = new LineBreaker(text);
  let start = 0;
  let at = 0;
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    const segment: { span: Span; text: string }[] = [];
    while (start < next.position) {
      const current = spans[at]!;
      const end = Math.min(current.end, next.position);
      segment.push({ span: current.span, text: text.slice(start, end) });
      start = end;
      if (end === current.end) at++;
    }
    composer.add(segment);
    if (next.required && text[next.position - 1] === '\n') composer.breakLine();
  }
  return composer.finish();
}

function spanOf(inline: Inline, weight: Weight, { notes }: Setting): { span: Span; text: string } {
  if (typeof inline === 'string') return { span: { weight }, text: inline };
  switch (inline.kind) {
    case 'run':
      return { span: { weight: inline.weight ?? weight, ...languageOf(inline) }, text: inline.text };
    case 'link':
      return { span: { weight, link: inline.to, ...languageOf(inline) }, text: inline.text };
    case 'mark':
      return {
        span: { weight: 'strong', mark: true },
        text: `\u00a0${inline.text.replaceAll(' ', '\u00a0')}\u00a0`,
      };
    case 'note': {
      const number = notes.add(inline);
      return { span: { weight: 'plain', note: { number, note: inline } }, text: `${NO_BREAK}${number}` };
    }
  }
}

function languageOf({ language }: { language?: string }): { language?: string } {
  return language === undefined ? {} : { language };
}

/** Fills line after line. */
class Composer {
  private readonly lines: Line[] = [];
  private line: Line;

  constructor(
    private readonly width: number,
    private readonly size: number,
    private readonly setting: Setting,
  ) {
    this.line = { fragments: [], width: 0, size, notes: [] };
  }

  add(segment: { span: Span; text: string }[]): void {
    const fragments = segment.flatMap(({ span, text }) => this.fragments(span, text.replaceAll('\n', '')));
    const width = widthOf(fragments);
    // A space at the end may stand beyond the margin.
    const last = segment.at(-1)?.text ?? '';
    const space = /\s$/.test(last) ? widthOf(this.fragments(segment.at(-1)!.span, ' ')) : 0;
    if (this.line.width > 0 && this.line.width + width - space > this.width) this.breakLine();
    if (width - space <= this.width) fragments.forEach((fragment) => this.place(fragment));
    else fragments.forEach((fragment) => this.cut(fragment));
  }

  breakLine(): void {
    this.lines.push(this.line);
    this.line = { fragments: [], width: 0, size: this.size, notes: [] };
  }

  finish(): Line[] {
    if (this.line.fragments.length > 0 || this.lines.length === 0) this.breakLine();
    return this.lines;
  }

  private fragments(span: Span, text: string): Fragment[] {
    const size =
      span.note === undefined ? (span.mark === true ? this.size * 0.85 : this.size) : this.size * 0.65;
    return this.setting.fonts
      .pieces(text, span.weight, span.language ?? this.setting.language)
      .map((piece) => ({ ...piece, span, size, x: 0 }));
  }

  private cut(fragment: Fragment): void {
    if (fragment.actual !== undefined && fragment.text.length === 1) return this.place(fragment);
    for (const { segment } of graphemes.segment(fragment.actual ?? fragment.text))
      for (const part of this.fragments(fragment.span, segment)) {
        if (this.line.width > 0 && this.line.width + widthOf([part]) > this.width) this.breakLine();
        this.place(part);
      }
  }

  private place(fragment: Fragment): void {
    const { line } = this;
    const { note } = fragment.span;
    if (note !== undefined && !line.notes.includes(note)) line.notes.push(note);
    const previous = line.fragments.at(-1);
    const joins =
      previous?.span === fragment.span &&
      previous.font === fragment.font &&
      previous.actual === undefined &&
      fragment.actual === undefined;
    if (joins) {
      // A copy: the pieces are kept for other lines.
      line.fragments[line.fragments.length - 1] = {
        ...previous,
        text: previous.text + fragment.text,
        width: previous.width + fragment.width,
      };
    } else line.fragments.push({ ...fragment, x: line.width });
    line.width += widthOf([fragment]);
  }
}

function widthOf(fragments: readonly Fragment[]): number {
  return fragments.reduce((sum, { width, size }) => sum + (width * size) / 1000, 0);
}
