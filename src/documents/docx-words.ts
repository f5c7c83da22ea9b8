import {
  ExternalHyperlink,
  FootnoteReferenceRun,
  InternalHyperlink,
  type IRunOptions,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx';
import type { Words } from './document.js';
import { isNote, type Notes, textOf } from './text-of.js';

export const EAST_ASIAN = /^(ja|zh|ko)\b/;
const FIRST_STRONG =
  /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

type Footnotes = Record<string, { children: Paragraph[] }>;

/** Words as runs of Word; their notes become footnotes of the file. */
export class DocxWords {
  readonly footnotes: Footnotes = {};

  constructor(private readonly notes: Notes) {}

  runs(words: Words, language?: string, style: IRunOptions = {}): ParagraphChild[] {
    return words.flatMap((inline, index): ParagraphChild[] => {
      if (typeof inline === 'string') return textRuns(inline, { ...style, ...languageOf(language) });
      switch (inline.kind) {
        case 'run':
          return textRuns(inline.text, {
            ...style,
            ...languageOf(inline.language ?? language),
            ...(inline.weight === 'strong'
              ? { bold: true }
              : inline.weight === 'emphasis'
                ? { italics: true }
                : {}),
          });
        case 'link': {
          const children = textRuns(inline.text, {
            ...style,
            ...languageOf(inline.language ?? language),
            style: 'Hyperlink',
          });
          return inline.to.startsWith('#')
            ? [new InternalHyperlink({ anchor: inline.to.slice(1), children })]
            : [new ExternalHyperlink({ link: inline.to, children })];
        }
        case 'mark':
          return [
            new TextRun(' '),
            ...textRuns(` ${inline.text} `, {
              bold: true,
              color: '8A4B00',
              border: { style: 'single', size: 4, color: '8A4B00' },
            }),
          ];
        case 'note': {
          const number = this.notes.add(inline);
          this.footnotes[number] = {
            children: [
              new Paragraph({
                style: 'FootnoteText',
                ...directionOf(inline.words),
                children: [new TextRun(' '), ...this.runs(inline.words)],
              }),
            ],
          };
          return [
            // Of two notes to one word each keeps its number.
            ...(isNote(words[index - 1]) ? [new TextRun({ text: ',', superScript: true })] : []),
            new FootnoteReferenceRun(number),
          ];
        }
      }
    });
  }
}

export function directionOf(words: Words): { bidirectional?: true } {
  return FIRST_STRONG.test(textOf(words)) ? { bidirectional: true } : {};
}

function textRuns(text: string, options: IRunOptions): TextRun[] {
  const direction = FIRST_STRONG.test(text) ? { rightToLeft: true } : {};
  return text
    .split('\n')
    .map(
      (line, index) =>
        new TextRun({ ...options, ...direction, text: line, ...(index > 0 ? { break: 1 } : {}) }),
    );
}

function languageOf(language: string | undefined): Pick<IRunOptions, 'language'> {
  if (language === undefined) return {};
  return {
    language: EAST_ASIAN.test(language)
      ? { eastAsia: language }
      : { value: language, bidirectional: language },
  };
}
