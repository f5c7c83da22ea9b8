import { pageHeaders } from '../common/html.js';
import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { notFound } from '../common/problem.js';
import { closedJoin, readable, readableEnd, readableStart } from '../access/readable-text.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { DIFFERENCE_STYLE } from './difference-style.js';
import { htmlDifference } from './difference-html.js';
import { type DifferenceFormat, type DifferenceQuery } from './difference.dto.js';
import { type ComparedText, differenceOf } from './difference.rules.js';
import type { TestimonyDifference } from './testimony-difference.js';

const shown = readable('r', 'closed.list');

/**
 * $1 the testimony, $2 clearance, $3 the number before, $4 the number after, null: the last two; $5 the moment. A row for each of both, or
 * for one that is compared with itself; one without a revision where there is none.
 */
const textsAt = (at: TableAt): string => `
  SELECT json_build_object('id', t.id, 'accession', t.accession, 'title', t.title, 'language', t.language) AS testimony,
     earlier.number AS earlier, later.number AS later,
     CASE WHEN r.id IS NOT NULL THEN json_build_object('id', r.id, 'number', r.number, 'sha256', ${shown.sha256},
       'kind', r.kind, 'because', r.because, 'activity', activity_reference(r.activity_id)) END AS revision,
     ${shown.text} AS text,
     (SELECT coalesce(json_agg(json_build_object('number', p.number,
         'start', ${readableStart('p.start_offset', 'closed.list')}, 'end', ${readableEnd('p.end_offset', 'closed.list')},
         'isHidden', NOT may_read(p.access, $2::smallint[])) ORDER BY p.start_offset), '[]')
       FROM passage p WHERE p.revision_id = r.id) AS passages
   FROM ${at('testimony', 'id', '$1')} t
   CROSS JOIN LATERAL (SELECT coalesce($4::integer, max(r.number)) AS number FROM ${at('revision', 'testimony_id', '$1')} r
     WHERE r.testimony_id = $1 AND may_read(r.access, $2::smallint[])) later
   CROSS JOIN LATERAL (SELECT coalesce($3::integer, max(r.number), later.number) AS number FROM ${at('revision', 'testimony_id', '$1')} r
     WHERE r.testimony_id = $1 AND r.number < later.number AND may_read(r.access, $2::smallint[])) earlier
   LEFT JOIN ${at('revision', 'testimony_id', '$1')} r ON r.testimony_id = $1 AND r.number IN (earlier.number, later.number)
     AND may_read(r.access, $2::smallint[])
   ${closedJoin('r.id', '$2')}
   WHERE t.id = $1 AND may_read(t.access, $2::smallint[])`;

const texts = statement('revisions.difference', textsAt(currentTable));
const textsThen = statement('revisions.difference_as_of', textsAt(tableAsOf('$5')));

interface TextRow extends ComparedText {
  testimony: TestimonyDifference['testimony'];
  earlier: number | null;
  later: number | null;
  revision: TestimonyDifference['from'] | null;
}

export interface WrittenDifference {
  headers: Record<string, string>;
  text: string;
}

const WRITERS: Record<
  DifferenceFormat,
  { headers: Record<string, string>; write: (difference: TestimonyDifference) => string }
> = {
  json: {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    write: (difference) => JSON.stringify(difference),
  },
  html: { headers: pageHeaders(DIFFERENCE_STYLE), write: htmlDifference },
};

@Injectable()
export class DifferenceQueries {
  constructor(private readonly reader: Reader) {}

  /** What differs between two revisions of a testimony, which may be any two, in any order. */
  async difference(
    testimonyId: string,
    { from, to, unchanged = false, format = 'json', asOf }: DifferenceQuery,
    clearance: Clearance,
  ): Promise<WrittenDifference> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const values = [testimonyId, clearance, from ?? null, to ?? null];
    const rows =
      moment === null
        ? await this.reader.rows<TextRow>(texts, values)
        : await this.reader.rows<TextRow>(textsThen, [...values, moment]);
    if (rows.length === 0) throw notFound('testimony');
    const before = rows.find(({ revision, earlier }) => revision?.number === earlier);
    const after = rows.find(({ revision, later }) => revision?.number === later);
    if (!before?.revision || !after?.revision) throw notFound('revision');
    const { headers, write } = WRITERS[format];
    const difference = {
      testimony: before.testimony,
      from: before.revision,
      to: after.revision,
      ...differenceOf(before, after, { withUnchanged: unchanged }),
    };
    return { headers, text: write(difference) };
  }
}
