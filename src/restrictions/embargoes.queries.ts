import { Injectable } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

// Until the end of a date, or of so many years after a death, counted from the last day on which it may have been.
export const OVERDUE = `
  FROM restriction r
  LEFT JOIN life l ON l.agent_id = r.until_agent_id AND l.died_span IS NOT NULL
  WHERE coalesce(r.ends_on, CASE WHEN NOT upper_inf(l.died_span)
      THEN (upper(l.died_span) + make_interval(years => r.until_years))::date END) <= $1::date
    AND NOT EXISTS (SELECT FROM restriction_end e WHERE e.restriction_id = r.id)`;

const isAnyOverdue = statement('embargoes.is_any_overdue', `SELECT EXISTS (SELECT ${OVERDUE}) AS found`);

const reading = statement(
  'embargoes.clock',
  `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS "databaseNow",
     (SELECT extract(epoch FROM max(started_at))::float8 * 1000 FROM activity) AS "lastActivity"`,
);

/** What is over, and what the clocks say. */
@Injectable()
export class EmbargoesQueries {
  constructor(private readonly reader: Reader) {}

  /** @param day the day of today, such as 2026-11-28 */
  async isAnyOverdue(day: string): Promise<boolean> {
    const [row] = await this.reader.rows<{ found: boolean }>(isAnyOverdue, [day]);
    return row?.found === true;
  }

  /** The clock of the database, and when the last activity was recorded; milliseconds. */
  async clock(): Promise<{ databaseNow: number; lastActivity: number }> {
    const [row] = await this.reader.rows<{ databaseNow: number; lastActivity: number }>(reading, []);
    return row!;
  }
}
