/** What is known of the time, to judge whether the clock can be trusted to end an embargo. Milliseconds. */
export interface ClockReading {
  /** What the clock of this machine says now, and what the database's says */
  now: number;
  databaseNow: number;
  /** When the archive last recorded an activity: never later than now */
  lastActivity: number;
  /** What the clock said when this process began to look, and how long ago that is by a clock that never jumps */
  since: number;
  elapsed: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** As far as two clocks may differ. */
const TOLERANCE = 5 * MINUTE;
/** Longer than this nothing happens in an archive that is in use; a clock that says so has more likely jumped. */
const LONGEST_SILENCE = 400 * DAY;

/**
 * An embargo that ended by mistake cannot be taken back: what was read was read. So nothing ends by a clock that jumped.
 * @returns why nothing may end now, or null where the clock may be trusted
 */
export function whyHeld({ now, databaseNow, lastActivity, since, elapsed }: ClockReading): string | null {
  if (Math.abs(now - databaseNow) > TOLERANCE)
    return 'The clock of this machine and that of the database differ.';
  if (now < lastActivity - TOLERANCE) return 'The clock is earlier than the last recorded activity.';
  if (now > lastActivity + LONGEST_SILENCE)
    return 'By the clock nothing was recorded for more than 400 days.';
  if (Math.abs(now - since - elapsed) > TOLERANCE)
    return 'The clock has jumped since the archive was started.';
  return null;
}
