/** The first and last day something can have been, as ISO dates (`1945-08-09`, `0044-03-15 BC`); null: open or unknown. */
export interface Days {
  earliest: string | null;
  latest: string | null;
}

/**
 * How many years may lie between two moments, in whole years: `min` is rounded down and `max` up, so that the true
 * distance always lies between them (23 May 1945 to 9 August 1945: 0 to 1). Null where it cannot be said.
 */
export interface Years {
  min: number | null;
  max: number | null;
}

export interface Telling {
  event: Days;
  /** When each hop was told, in the order of the chain */
  tellings: Days[];
  recording: Days;
}

export interface TellingDistances {
  /** For each hop: from the event to its telling, and from its telling to the recording */
  hops: { sinceEvent: Years; untilRecording: Years }[];
  eventToRecording: Years;
}

export function tellingDistances({ event, tellings, recording }: Telling): TellingDistances {
  return {
    hops: tellings.map((telling) => ({
      sinceEvent: yearsBetween(event, telling),
      untilRecording: yearsBetween(telling, recording),
    })),
    eventToRecording: yearsBetween(event, recording),
  };
}

/**
 * From one span of days to another. Where they overlap, the later is taken not to have been before the earlier: nothing
 * is told before it happened, so the least is 0. Where the second lies wholly before the first, both numbers are
 * negative (or 0, of less than a year): the dates cannot both be right, and that is shown, not mended.
 */
export function yearsBetween(first: Days, second: Days): Years {
  const least =
    first.latest === null || second.earliest === null ? null : years(first.latest, second.earliest);
  const most =
    first.earliest === null || second.latest === null ? null : years(first.earliest, second.latest);
  const isReversed = most !== null && isBefore(second.latest!, first.earliest!);
  return {
    min: least === null ? null : isReversed ? least.floor : Math.max(0, least.floor),
    max: most === null ? null : most.ceiling + 0,
  };
}

interface Day {
  /** Astronomical: 1 BC is 0 */
  year: number;
  /** Month and day as one number that sorts */
  inYear: number;
}

/** Anniversaries are counted, so that a leap year is a year like any other. */
function years(from: string, to: string): { floor: number; ceiling: number } {
  const [a, b] = [dayOf(from), dayOf(to)];
  const calendarYears = b.year - a.year;
  return {
    floor: calendarYears - (b.inYear < a.inYear ? 1 : 0),
    ceiling: calendarYears + (b.inYear > a.inYear ? 1 : 0),
  };
}

function isBefore(one: string, other: string): boolean {
  const [a, b] = [dayOf(one), dayOf(other)];
  return a.year < b.year || (a.year === b.year && a.inYear < b.inYear);
}

function dayOf(date: string): Day {
  const [, year, month, day, era] = /^(\d{4,})-(\d{2})-(\d{2})( BC)?$/.exec(date) ?? [];
  if (year === undefined) throw new Error(`${date} is no ISO date`);
  return {
    year: era === undefined ? Number(year) : 1 - Number(year),
    inYear: Number(month) * 100 + Number(day),
  };
}
