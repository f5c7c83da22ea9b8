import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { keyBeginnings } from '../common/name-folding.js';
import { JsonDocument } from '../common/json-document.js';
import { DEFAULT_LIMIT } from '../common/page.js';
import { invalid } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, NOW, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { encodeKeyPlace, keyRanges } from './name-cursor.js';
import type { NamesQuery } from './name-search.dto.js';
import { isFormReadable } from './readable-forms.js';

/** What a search depends on: the tables to read, as of when, and a condition on the key `k`. */
interface Asked {
  at: TableAt;
  asOf: string;
  ofKind: string;
}

/**
 * $1 clearance, $6 how many. The index gives keys in their order, the shortest first, which is the exact one. Each record
 * is told once, by the first of its keys. OFFSET 0 keeps it to one look-up for each key of the page.
 * @param range of the keys to read: after which place, before what; what the first begins with; and whether an earlier key
 *   is one of those asked for
 */
const page = (
  { at, asOf, ofKind }: Asked,
  range: { after: string; before: string; first: string; isAsked: string },
): string => {
  // Not stood_at for now: PostgreSQL would call it for every key, for it cannot be put in place of the call.
  const stands = (key: string): string =>
    asOf === NOW ? `${key}.ended_by IS NULL` : `stood_at(${key}.activity_id, ${key}.ended_by, ${asOf})`;
  const formOf = (key: string): string => `(SELECT f.* FROM ${at('name_form', 'id', `${key}.name_form_id`)} f
    WHERE f.id = ${key}.name_form_id AND ${isFormReadable('f', '$1')} OFFSET 0)`;
  // Nothing leads on from a record but merges: where there is none, nothing need be walked.
  const representative = (record: string): string => `
    CASE WHEN EXISTS (SELECT FROM provenance_link l WHERE l.from_id = ${record}.id)
      THEN nullif(representative_of(${record}.id, $1::smallint[], ${asOf}), ${record}.id) END`;
  return `
    SELECT k.id, k.key, json_build_object('kind', k.kind, 'id', k.owner_id, 'name', owner.name, 'unnamed', owner.unnamed,
      'representative', owner.representative,
      'form', json_build_object('id', k.name_form_id, 'value', coalesce(form.value, owner.name),
        'reading', form.reading, 'type', form.type, 'language', form.language, 'script', form.script),
      'match', json_build_object('by', k.way, 'exact', k.key = ${range.first}))::text AS body
    FROM name_key k
    CROSS JOIN LATERAL (
      SELECT coalesce(g.name, g.description) AS name, g.name IS NULL AS unnamed, ${representative('g')} AS representative
      FROM ${at('agent', 'id', 'k.owner_id')} g
      WHERE k.kind <> 'place' AND g.id = k.owner_id AND may_read(g.access, $1::smallint[])
      UNION ALL
      SELECT p.name, false, ${representative('p')} FROM ${at('place', 'id', 'k.owner_id')} p
      WHERE k.kind = 'place' AND p.id = k.owner_id AND may_read(p.access, $1::smallint[])
      OFFSET 0) owner
    LEFT JOIN LATERAL ${formOf('k')} form ON true
    WHERE (k.key, k.id) > (${range.after}) AND k.key < ${range.before} ${ofKind} AND ${stands('k')}
      AND (k.name_form_id IS NULL OR form.id IS NOT NULL)
      AND NOT EXISTS (SELECT FROM name_key earlier
        WHERE earlier.owner_id = k.owner_id AND earlier.key >= ${range.first}
          AND (earlier.key, earlier.id) < (k.key, k.id) ${range.isAsked} AND ${stands('earlier')}
          AND (earlier.name_form_id IS NULL OR EXISTS ${formOf('earlier')}))
    ORDER BY k.key, k.id
    LIMIT $6`;
};

/** $2 how keys begin, $3 and $4 the place to read after, $5 what is beyond. Whatever is between is asked for. */
const withOneBeginning = (asked: Asked): string =>
  page(asked, { after: '$3::text, $4::bigint', before: '$5::text', first: '$2::text', isAsked: '' });

/** The same of several beginnings, each of the four an array; those of $2 as asked the first. */
const withBeginnings = (asked: Asked): string => `
  SELECT page.id, page.key, page.body
  FROM unnest($3::text[], $4::bigint[], $5::text[]) AS begun (after_key, after_id, before)
  CROSS JOIN LATERAL (${page(asked, {
    after: 'begun.after_key, begun.after_id',
    before: 'begun.before',
    first: '($2::text[])[1]',
    isAsked: 'AND earlier.key ^@ ANY ($2::text[])',
  })}) page
  ORDER BY page.key, page.id
  LIMIT $6`;

const searches = (name: string, search: (asked: Asked) => string) => {
  const now = { at: currentTable, asOf: NOW };
  const then = (moment: string) => ({ at: tableAsOf(moment), asOf: `${moment}::bigint[]` });
  const ofKind = 'AND k.kind = $7';
  return {
    any: {
      now: statement(name, search({ ...now, ofKind: '' })),
      then: statement(`${name}_as_of`, search({ ...then('$7'), ofKind: '' })),
    },
    kind: {
      now: statement(`${name}_kind`, search({ ...now, ofKind })),
      then: statement(`${name}_kind_as_of`, search({ ...then('$8'), ofKind })),
    },
  };
};

// Few end so that their keys may begin in more than one way, and the statement for these takes longer.
const ONE_BEGINNING = searches('names.search', withOneBeginning);
const BEGINNINGS = searches('names.search_beginnings', withBeginnings);

@Injectable()
export class NameSearchQueries {
  constructor(private readonly reader: Reader) {}

  /** Whoever and whatever bears, or then bore, a name that is, or begins, as was asked; the exact ones first. */
  async search(
    { q, kind, cursor, limit = DEFAULT_LIMIT, asOf }: NamesQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    const beginnings = keyBeginnings(q);
    if (beginnings.length === 0) {
      const expected = 'a name, with at least one letter or digit';
      throw invalid([{ pointer: '/q', code: 'name.query_empty', expected, found: JSON.stringify(q) }]);
    }
    const ranges = keyRanges(beginnings, cursor);
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const begun = [
      beginnings,
      ranges.map(({ after }) => after.key),
      ranges.map(({ after }) => after.id),
      ranges.map(({ before }) => before),
    ];
    const isOne = beginnings.length === 1;
    const values = [
      clearance,
      ...(isOne ? begun.map(([only]) => only) : begun),
      limit + 1,
      ...(kind === undefined ? [] : [kind]),
      ...(moment === null ? [] : [moment]),
    ];
    const search = (isOne ? ONE_BEGINNING : BEGINNINGS)[kind === undefined ? 'any' : 'kind'];
    const rows = await this.reader.rows<FoundRow>(moment === null ? search.now : search.then, values);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last !== undefined ? encodeKeyPlace(last) : null;
    return new JsonDocument(
      `{"items":[${shown.map(({ body }) => body).join(',')}],"next":${JSON.stringify(next)}}`,
    );
  }
}

interface FoundRow {
  id: string;
  key: string;
  body: string;
}
