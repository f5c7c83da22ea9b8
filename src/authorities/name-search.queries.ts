import { Injectable } from '@nestjs/common';
import { keyOf } from '../common/name-folding.js';
import { JsonDocument } from '../common/json-document.js';
import { DEFAULT_LIMIT } from '../common/page.js';
import { invalid } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import { decodeKeyPlace, encodeKeyPlace } from './name-cursor.js';
import type { NamesQuery } from './name-search.dto.js';
import { isFormReadable } from './readable-forms.js';

/**
 * $1 clearance, $2 the key as asked, $3 beyond every key that begins so, $4 and $5 the place after which the page begins,
 * $6 how many, $7 the kind. The index gives keys in their order, the shortest first, which is the exact one. Each record
 * is told once, by the first of its keys. OFFSET 0 keeps it to one look-up for each key of the page.
 */
const found = (ofKind: string): string => `
  SELECT k.id, k.key, json_build_object('kind', k.kind, 'id', k.owner_id, 'name', owner.name, 'unnamed', owner.unnamed,
    'representative', owner.representative,
    'form', json_build_object('id', k.name_form_id, 'value', coalesce(form.value, owner.name), 'reading', form.reading,
      'type', form.type, 'language', form.language, 'script', form.script),
    'match', json_build_object('by', k.way, 'exact', k.key = $2))::text AS body
  FROM name_key k
  CROSS JOIN LATERAL (
    SELECT coalesce(g.name, g.description) AS name, g.name IS NULL AS unnamed,
      -- Nothing leads on from a person but merges: where there is none, nothing need be walked.
      CASE WHEN EXISTS (SELECT FROM provenance_link l WHERE l.from_id = g.id)
        THEN nullif(representative_of(g.id, $1::smallint, ${NOW}), g.id) END AS representative
    FROM agent g WHERE k.kind <> 'place' AND g.id = k.owner_id AND may_read(g.access, $1::smallint)
    UNION ALL
    SELECT p.name, false, NULL FROM place p
    WHERE k.kind = 'place' AND p.id = k.owner_id AND may_read(p.access, $1::smallint)
    OFFSET 0) owner
  LEFT JOIN LATERAL (SELECT f.* FROM name_form f
    WHERE f.id = k.name_form_id AND ${isFormReadable('f', '$1')} OFFSET 0) form ON true
  WHERE (k.key, k.id) > ($4, $5::bigint) AND k.key < $3 ${ofKind}
    AND (k.name_form_id IS NULL OR form.id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM name_key earlier
      WHERE earlier.owner_id = k.owner_id AND earlier.key >= $2 AND (earlier.key, earlier.id) < (k.key, k.id)
        AND (earlier.name_form_id IS NULL OR EXISTS (SELECT FROM name_form f
          WHERE f.id = earlier.name_form_id AND ${isFormReadable('f', '$1')} OFFSET 0)))
  ORDER BY k.key, k.id
  LIMIT $6`;

const ofAny = statement('names.search', found(''));
const ofKind = statement('names.search_kind', found('AND k.kind = $7'));

/** After all letters: keys are compared byte by byte. */
const LAST = '\u{10ffff}';

interface FoundRow {
  id: string;
  key: string;
  body: string;
}

@Injectable()
export class NameSearchQueries {
  constructor(private readonly reader: Reader) {}

  /** Whoever and whatever bears a name that is, or begins, as was asked; the exact ones first. */
  async search(
    { q, kind, cursor, limit = DEFAULT_LIMIT }: NamesQuery,
    clearance: number,
  ): Promise<JsonDocument> {
    const wanted = keyOf(q);
    if (wanted === '') {
      const expected = 'a name, with at least one letter or digit';
      throw invalid([{ pointer: '/q', code: 'name.query_empty', expected, found: JSON.stringify(q) }]);
    }
    const after = decodeKeyPlace(cursor, wanted);
    const values = [clearance, wanted, wanted + LAST, after.key, after.id, limit + 1];
    const rows =
      kind === undefined
        ? await this.reader.rows<FoundRow>(ofAny, values)
        : await this.reader.rows<FoundRow>(ofKind, [...values, kind]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last !== undefined ? encodeKeyPlace(last) : null;
    return new JsonDocument(
      `{"items":[${shown.map(({ body }) => body).join(',')}],"next":${JSON.stringify(next)}}`,
    );
  }
}
