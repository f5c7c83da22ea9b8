import { ValidateBy } from 'class-validator';

/** What `asOf` takes, as the OpenAPI document says it. */
export const MOMENT =
  'The id of an activity, a time (RFC 3339), or the size of the tree of a checkpoint, a whole number such as 1234';

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Whether it is a time of RFC 3339, with its offset, on a day that the calendar has. */
export function isMoment(text: string): boolean {
  return TIME.test(text) && !Number.isNaN(Date.parse(text)) && isCalendarDay(text.slice(0, 10));
}

/** The engine takes 30 February for 2 March; PostgreSQL, and people, do not. */
function isCalendarDay(day: string): boolean {
  return !day.startsWith('0000') && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** A moment that has not come yet, as RFC 3339. */
export function FutureMoment(): PropertyDecorator {
  return ValidateBy({
    name: 'time.invalid',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && isMoment(value) && Date.parse(value) > Date.now(),
      defaultMessage: () => 'a time to come such as 2027-11-23T12:00:00Z',
    },
  });
}
