import fc from 'fast-check';
import { type Days, tellingDistances, yearsBetween } from './telling-distance.rules.js';

const day = (date: string): Days => ({ earliest: date, latest: date });
const span = (earliest: string | null, latest: string | null): Days => ({ earliest, latest });
const UNKNOWN = span(null, null);

describe('how far a telling is from what it tells', () => {
  test.each<[string, Days, Days, number | null, number | null]>([
    ['the same day', day('1945-08-09'), day('1945-08-09'), 0, 0],
    ['the day after', day('1945-08-09'), day('1945-08-10'), 0, 1],
    ['an anniversary', day('1945-08-09'), day('1990-08-09'), 45, 45],
    ['the eve of one', day('1945-08-09'), day('1990-08-08'), 44, 45],
    ['the day after one', day('1945-08-09'), day('1990-08-10'), 45, 46],
    ['from a leap day on', day('1944-02-29'), day('1945-02-28'), 0, 1],
    ['two whole years', span('1945-01-01', '1945-12-31'), span('1990-01-01', '1990-12-31'), 44, 46],
    ['the same year', span('1945-01-01', '1945-12-31'), span('1945-01-01', '1945-12-31'), 0, 1],
    ['spans that overlap', span('1941-01-01', '1945-12-31'), span('1943-01-01', '1944-01-01'), 0, 3],
    ['a telling before the event', day('1950-06-25'), day('1945-08-09'), -5, -4],
    ['a few days before it', day('1950-06-25'), day('1950-06-20'), -1, 0],
    ['an event open to the past', span(null, '1945-08-09'), day('1990-08-09'), 45, null],
    ['an event open to the future', span('1945-08-09', null), day('1990-08-09'), null, 45],
    ['a telling open to the past', day('1945-08-09'), span(null, '1990-08-09'), null, 45],
    ['a telling open to the future', day('1945-08-09'), span('1990-08-09', null), 45, null],
    ['an event of unknown date', UNKNOWN, day('1990-08-09'), null, null],
    ['a telling of unknown date', day('1945-08-09'), UNKNOWN, null, null],
    ['over the turn of the eras', day('0044-03-15 BC'), day('0014-08-19'), 57, 58],
    ['a year before our era', day('0001-01-01 BC'), day('0001-01-01'), 1, 1],
  ])('%s', (_, first, second, min, max) => {
    expect(yearsBetween(first, second)).toEqual({ min, max });
  });

  test('is told for each hop, and from the event to the recording', () => {
    expect(
      tellingDistances({
        event: day('1945-08-09'),
        tellings: [day('1985-08-10'), UNKNOWN],
        recording: span('1990-01-01', '1990-12-31'),
      }),
    ).toEqual({
      hops: [
        { sinceEvent: { min: 40, max: 41 }, untilRecording: { min: 4, max: 6 } },
        { sinceEvent: { min: null, max: null }, untilRecording: { min: null, max: null } },
      ],
      eventToRecording: { min: 44, max: 46 },
    });
    const nothing = tellingDistances({ event: UNKNOWN, tellings: [], recording: UNKNOWN });
    expect(nothing).toEqual({ hops: [], eventToRecording: { min: null, max: null } });
  });

  test('what is no date is no zero', () => {
    expect(() => yearsBetween(day('spring'), day('1945-01-01'))).toThrow('spring');
  });

  const date = fc
    .date({ min: new Date('1800-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((each) => each.toISOString().slice(0, 10));
  const spans = fc.tuple(date, date).map((ends) => span(ends.sort()[0], ends.sort()[1]));

  test('the true distance lies between the two, whichever days it was', () => {
    const daysIn = ({ earliest, latest }: Days) => [earliest!, latest!];
    fc.assert(
      fc.property(spans, spans, (first, second) => {
        const { min, max } = yearsBetween(first, second);
        for (const from of daysIn(first)) {
          for (const to of daysIn(second)) {
            // Only what can be: nothing is told before it happened.
            if (to < from) continue;
            const exact = (Date.parse(to) - Date.parse(from)) / 86_400_000 / 365.2425;
            expect(min!).toBeLessThanOrEqual(exact + 0.01);
            expect(max!).toBeGreaterThanOrEqual(exact - 0.01);
          }
        }
        expect(max!).toBeGreaterThanOrEqual(min!);
      }),
    );
  });
});
