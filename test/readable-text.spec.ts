import fc from 'fast-check';
import { CodePointIndex, codePointLength } from '../src/common/code-points.js';
import {
  type ClosedStretch,
  crossesSeam,
  MARK,
  readablePlace,
  readableText,
  seamsOf,
  wholePlace,
} from '../src/restrictions/readable-text.rules.js';
import { openArchive, type TestArchive } from './support/archive.js';

const words = fc
  .array(
    fc.constantFrom('a', 'б', '語', '𠮷', 'か\u3099', 'e\u0301', ' ', '\n', '\r\n', '👩‍👩‍👧', '[', '…', ']'),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((parts) => parts.join(''));

/** A text and what of it is closed: in order, and apart from each other or touching. */
const closedText = words.chain((text) =>
  fc.uniqueArray(fc.integer({ min: 0, max: codePointLength(text) }), { maxLength: 8 }).chain((borders) => {
    const sorted = borders.sort((one, other) => one - other);
    const pairs = Math.floor(sorted.length / 2);
    return fc.array(fc.boolean(), { minLength: pairs, maxLength: pairs }).map((marks) => ({
      text,
      closed: marks.map((mark, n): ClosedStretch => ({
        start: sorted[2 * n]!,
        end: sorted[2 * n + 1]!,
        mark,
      })),
    }));
  }),
);

describe('the text that a reader is shown', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  test('is as long as what is left and its marks', () => {
    fc.assert(
      fc.property(closedText, ({ text, closed }) => {
        const gone = closed.reduce((sum, { start, end, mark }) => sum + end - start - (mark ? 3 : 0), 0);
        const shown = readableText(new CodePointIndex(text), closed);
        expect(codePointLength(shown)).toBe(codePointLength(text) - gone);
        expect(readablePlace({ start: 0, end: codePointLength(text) }, closed).end).toBe(
          codePointLength(shown),
        );
      }),
    );
  });

  test('places keep their order, and are found again in the whole text', () => {
    fc.assert(
      fc.property(closedText, fc.nat(200), fc.nat(200), ({ text, closed }, one, other) => {
        const whole = new CodePointIndex(text);
        const [start, end] = [one % (whole.length + 1), other % (whole.length + 1)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const shown = new CodePointIndex(readableText(whole, closed));
        const place = readablePlace({ start, end }, closed);
        expect(place.start).toBeLessThanOrEqual(place.end);
        expect(place.end).toBeLessThanOrEqual(shown.length);
        expect(readablePlace({ start, end: whole.length }, closed).start).toBe(place.start);
        if (end > start && !closed.some((stretch) => stretch.start < end && stretch.end > start)) {
          expect(shown.slice(place.start, place.end)).toBe(whole.slice(start, end));
          expect(wholePlace(place, closed)).toEqual({ start, end });
        }
      }),
    );
  });

  test('words of it that run over nothing left out are those of the whole text', () => {
    fc.assert(
      fc.property(closedText, fc.nat(200), fc.nat(200), ({ text, closed }, one, other) => {
        const whole = new CodePointIndex(text);
        const shown = new CodePointIndex(readableText(whole, closed));
        const start = one % (shown.length + 1);
        const end = start + (other % (shown.length + 1 - start));
        if (start === end || crossesSeam({ start, end }, seamsOf(closed))) return;
        const place = wholePlace({ start, end }, closed);
        expect(whole.slice(place.start, place.end)).toBe(shown.slice(start, end));
        expect(readablePlace(place, closed)).toEqual({ start, end });
      }),
    );
  });

  test('is the same by SQL', async () => {
    const cases = fc
      .sample(fc.tuple(closedText, fc.nat(200), fc.nat(200)), 300)
      .map(([{ text, closed }, one, other]) => {
        const whole = new CodePointIndex(text);
        const [start, end] = [one % (whole.length + 1), other % (whole.length + 1)].sort((a, b) => a - b);
        return { text, closed, start: start!, end: end! };
      });
    const rows = await archive.sql<{ shown: string; start: number; end: number; words: string }>(
      `SELECT readable_text(c.text, list) AS shown, readable_start(c.start, list) AS start,
         greatest(readable_start(c.start, list), readable_end(c."end", list)) AS "end",
         readable_words(c.text, list, c.start, c."end") AS words
       FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (text text, closed jsonb, start integer, "end" integer))
         WITH ORDINALITY AS c (text, closed, start, "end", n)
       CROSS JOIN LATERAL (SELECT array_agg((x.start, x."end", x.mark)::closed_stretch ORDER BY x.start) AS list
         FROM jsonb_to_recordset(c.closed) AS x (start integer, "end" integer, mark boolean)) l
       ORDER BY c.n`,
      [JSON.stringify(cases)],
    );
    const expected = cases.map(({ text, closed, start, end }) => {
      const shown = readableText(new CodePointIndex(text), closed);
      const place = readablePlace({ start, end }, closed);
      return { shown, ...place, words: new CodePointIndex(shown).slice(place.start, place.end) };
    });
    expect(rows.map(({ shown, start, end, words: said }) => ({ shown, start, end, words: said }))).toEqual(
      expected,
    );
    expect(MARK).toHaveLength(3);
  });
});
