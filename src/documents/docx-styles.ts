import { AlignmentType, BorderStyle, type INumberingOptions, type IStylesOptions, LevelFormat } from 'docx';
import { EAST_ASIAN } from './docx-words.js';

/** Fonts that Word brings for each script; other programs take their own in place of them. */
const SERIF = {
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: 'Yu Mincho',
};
const SANS = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: 'Yu Gothic' };

export function stylesOf(language: string): IStylesOptions {
  const eastAsian = EAST_ASIAN.test(language);
  const heading = (size: number, before: number) => ({
    run: { font: SANS, size, bold: true, color: '1A1A1A' },
    paragraph: { keepNext: true, spacing: { before, after: 80 } },
  });
  const style = (id: string, name: string, run: object, paragraph: object) => ({
    id,
    name,
    basedOn: 'Normal',
    quickFormat: true,
    run,
    paragraph,
  });
  return {
    default: {
      document: {
        run: {
          font: SERIF,
          size: 21,
          language: {
            value: eastAsian ? 'en-US' : language,
            eastAsia: eastAsian ? language : 'ja-JP',
            bidirectional: 'ar-SA',
          },
        },
        paragraph: { spacing: { after: 100, line: 276 } },
      },
      title: { run: { font: SANS, size: 36, bold: true }, paragraph: { spacing: { after: 160 } } },
      heading1: heading(28, 400),
      heading2: heading(23, 260),
      heading3: heading(21, 200),
      heading4: heading(21, 160),
      heading5: heading(21, 160),
      footnoteText: { run: { size: 17 }, paragraph: { spacing: { after: 20, line: 240 } } },
      hyperlink: { run: { color: '0B4A8F' } },
    },
    paragraphStyles: [
      style(
        'Quote',
        'Quote',
        {},
        {
          spacing: { before: 60, after: 40 },
          border: { left: { style: BorderStyle.SINGLE, size: 12, color: 'BBBBBB', space: 6 } },
        },
      ),
      style('Attribution', 'Attribution', { size: 18, color: '555555' }, { spacing: { after: 80 } }),
      style('Definition', 'Definition', {}, { spacing: { after: 40 } }),
      style(
        'Caption',
        'caption',
        { bold: true, size: 20 },
        { keepNext: true, spacing: { before: 200, after: 60 } },
      ),
      style('Cell', 'Table text', { size: 19 }, { spacing: { before: 0, after: 10, line: 252 } }),
      style('PositionTitle', 'Position title', { bold: true }, { keepNext: true }),
      style('Running', 'Header and footer', { size: 17, color: '555555' }, { spacing: { after: 0 } }),
      style('AfterTable', 'After table', { size: 8 }, { spacing: { before: 0, after: 0, line: 120 } }),
    ],
  };
}

export const NUMBERING: INumberingOptions = {
  config: [
    {
      reference: 'ordered',
      levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT }],
    },
    {
      reference: 'unordered',
      levels: [{ level: 0, format: LevelFormat.BULLET, text: '•', alignment: AlignmentType.LEFT }],
    },
  ],
};
