import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { create, type Font, type GlyphRun } from 'fontkit';
import { codePointName } from './clean-text.js';
import type { Warning } from './document.js';

export type Weight = 'plain' | 'strong' | 'emphasis';

/** A stretch of text in one font. */
export interface Piece {
  font: string;
  text: string;
  /** In thousandths of the size. */
  width: number;
  /** What the text was, where the glyphs say something else. */
  actual?: string;
}

/** What a printer sets where a sort is missing. */
const GETA = '〓';

const FILES: Record<string, string> = {
  sans: 'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'sans-strong': 'noto-sans/700Bold/NotoSans_700Bold.ttf',
  'sans-emphasis': 'noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf',
  japanese: 'noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  'japanese-strong': 'noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
};

const CHAINS: Record<Weight, { latin: string; japanese: string }> = {
  plain: { latin: 'sans', japanese: 'japanese' },
  strong: { latin: 'sans-strong', japanese: 'japanese-strong' },
  // Japanese has no slanted letters.
  emphasis: { latin: 'sans-emphasis', japanese: 'japanese' },
};

const LETTERS = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}]/u;
const EAST_ASIAN = /^(ja|zh|ko)\b/;
/** One glyph a character, one after the other; all else is shaped by the tables of the font. */
const UNSHAPED =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Common}]*$/u;
/** What leads the eye or the reading, and has no glyph. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Where the packages of the fonts lie: found from the program that runs or, under a test runner, from where it runs. */
function fontsOf(file: string): string {
  const from = [realpathSync(process.argv[1] ?? '.'), join(process.cwd(), 'package.json')];
  const packages = from.flatMap(
    (start) => createRequire(start).resolve.paths('@expo-google-fonts/noto-sans') ?? [],
  );
  const found = packages
    .map((path) => join(path, '@expo-google-fonts', file))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`The font ${file} is not installed; run npm ci.`);
  return found;
}

/** The fonts of one document. Opened anew for each, as fontkit keeps what it met first: the next document would differ by it. */
export class PdfFonts {
  private readonly fonts = new Map<string, Font>();
  private readonly seen = new Map<string, Piece[]>();
  private readonly meaning = new Map<string, number>();
  private readonly missing = new Set<string>();

  constructor(private readonly register: (name: string, font: Font) => void) {}

  /** Text in pieces, each in a font that has it; what none has stands as a geta mark, and is told of by `warnings`. */
  pieces(text: string, weight: Weight, language: string): Piece[] {
    const eastAsian = EAST_ASIAN.test(language);
    const key = `${weight} ${eastAsian} ${text}`;
    const known = text.length <= 40 ? this.seen.get(key) : undefined;
    if (known !== undefined) return known;
    const pieces = this.split(text, weight, eastAsian);
    if (text.length <= 40) {
      if (this.seen.size > 50_000) this.seen.clear();
      this.seen.set(key, pieces);
    }
    return pieces;
  }

  warnings(): Warning[] {
    if (this.missing.size === 0) return [];
    const listed = [...this.missing]
      .slice(0, 50)
      .map((character) => `${character} (${codePointName(character)})`);
    const more = this.missing.size > 50 ? ` and ${this.missing.size - 50} more` : '';
    const warnings: Warning[] = [
      {
        code: 'glyph.missing',
        message: `Characters that are not in the fonts are printed as ${GETA}; copied or read aloud they are themselves: ${listed.join(', ')}${more}.`,
      },
    ];
    if ([...this.missing].some((character) => RIGHT_TO_LEFT.test(character)))
      warnings.push({
        code: 'direction.unsupported',
        message:
          'The PDF holds text written from right to left, which its fonts cannot show; HTML and DOCX can.',
      });
    return warnings;
  }

  private split(text: string, weight: Weight, eastAsian: boolean): Piece[] {
    const { latin, japanese } = CHAINS[weight];
    const pieces: { font: string; text: string; actual?: string }[] = [];
    for (const character of text.replace(INVISIBLE, '').normalize('NFC')) {
      const previous = pieces.at(-1);
      // A mark stays with what it stands on.
      if (
        previous?.actual === undefined &&
        previous !== undefined &&
        /\p{M}/u.test(character) &&
        this.has(previous.font, character)
      ) {
        previous.text += character;
        continue;
      }
      const first = eastAsian && !LETTERS.test(character) ? japanese : latin;
      const font = [first, first === latin ? japanese : latin].find((name) => this.has(name, character));
      if (font === undefined) {
        this.missing.add(character);
        if (previous?.actual !== undefined && previous.text.startsWith(GETA)) {
          previous.text += /\p{M}/u.test(character) ? '' : GETA;
          previous.actual += character;
        } else pieces.push({ font: japanese, text: GETA, actual: character });
      } else if (this.meansAnother(font, character))
        pieces.push({ font, text: character, actual: character });
      else if (previous?.font === font && previous.actual === undefined) previous.text += character;
      else pieces.push({ font, text: character });
    }
    return pieces.map((piece) => ({ ...piece, width: this.width(piece) }));
  }

  private width({ font: name, text }: { font: string; text: string }): number {
    const font = this.font(name);
    return (font.layout(text).advanceWidth * 1000) / font.unitsPerEm;
  }

  private has(name: string, character: string): boolean {
    return this.font(name).hasGlyphForCodePoint(character.codePointAt(0)!);
  }

  /** Some glyphs stand for two characters (一 and the radical ⼀); the file can name one of them. */
  private meansAnother(name: string, character: string): boolean {
    const codePoint = character.codePointAt(0)!;
    const key = `${name} ${this.font(name).glyphForCodePoint(codePoint).id}`;
    const meant = this.meaning.get(key);
    if (meant === undefined) this.meaning.set(key, codePoint);
    return meant !== undefined && meant !== codePoint;
  }

  private font(name: string): Font {
    const known = this.fonts.get(name);
    if (known !== undefined) return known;
    const font = create(readFileSync(fontsOf(FILES[name]!)));
    const shaped = font.layout.bind(font);
    font.layout = (text: string) => (UNSHAPED.test(text) ? unshaped(font, text) : shaped(text));
    this.fonts.set(name, font);
    this.register(name, font);
    return font;
  }
}

/** Ten times faster than the tables of the font, which for these scripts would kern and no more. */
function unshaped(font: Font, text: string): GlyphRun {
  const run: GlyphRun = { glyphs: [], positions: [], advanceWidth: 0 };
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    const { id, advanceWidth } = font.glyphForCodePoint(codePoint);
    run.glyphs.push({ id, advanceWidth, codePoints: [codePoint] });
    run.positions.push({ xAdvance: advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 });
    run.advanceWidth += advanceWidth;
  }
  return run;
}
