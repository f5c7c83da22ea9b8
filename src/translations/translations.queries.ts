import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { JsonDocument } from '../common/json-document.js';
import { notFound } from '../common/problem.js';
import { closedJoin, readable, readableEnd, readableStart, readableWords } from '../access/readable-text.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import { wordingIn } from './translation.rules.js';

/** A translation `w` as it is shown; what of it is closed follows what is closed in the text that it translates. */
const closedLayer = `CROSS JOIN LATERAL (SELECT closed_in_translation(w.id, $2::smallint[]) AS list OFFSET 0) layer`;
const layer = readable('w', 'layer.list');

/** The places of a translation `w` that are shown, if only as a mark. */
const placesShown = `(
  SELECT x.* FROM translation_passage x WHERE x.translation_id = w.id AND may_read(x.access, $2::smallint[])
  UNION ALL SELECT x.* FROM marked_places(w.id, $2::smallint[]) x) m`;

/** Of a translation `w` of a revision `v` of a testimony `t`, by an agent `g`; $2 clearance. */
const members = (at: TableAt): string => `
  'id', w.id, 'testimony', json_build_object('id', t.id, 'accession', t.accession, 'title', t.title),
  'revision', json_build_object('id', v.id, 'number', v.number), 'language', w.language,
  'translator', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
  'sha256', ${layer.sha256}, 'bytes', ${layer.bytes}, 'codePoints', ${layer.codePoints}, 'note', w.note,
  'replaces', (SELECT x.id FROM translation x WHERE x.id = w.replaces_id AND may_read(x.access, $2::smallint[])),
  'replacedBy', (SELECT x.id FROM ${at('translation', 'replaces_id', 'w.id')} x
    WHERE x.replaces_id = w.id AND may_read(x.access, $2::smallint[])),
  'activity', activity_reference(w.activity_id)`;

/** OFFSET 0 keeps each a look-up by its index. */
const translator = `
  LEFT JOIN LATERAL (SELECT x.id, x.name, x.description FROM agent x
    WHERE x.id = w.agent_id AND may_read(x.access, $2::smallint[]) OFFSET 0) g ON true`;
const joins = (at: TableAt): string => `
  CROSS JOIN LATERAL (SELECT x.* FROM revision x
    WHERE x.id = w.revision_id AND may_read(x.access, $2::smallint[]) OFFSET 0) v
  CROSS JOIN LATERAL (SELECT x.id, x.accession, x.title FROM ${at('testimony', 'id', 'v.testimony_id')} x
    WHERE x.id = v.testimony_id AND may_read(x.access, $2::smallint[]) OFFSET 0) t
  ${closedLayer}${translator}`;

/**
 * The latest revision is `l`. What a passage has become there goes by its number, which it keeps as long as it goes on.
 * Texts are sent only where there are two to be compared.
 */
const read = recordStatements(
  'translations.read',
  (at) => `
  SELECT json_build_object(${members(at)}, 'text', ${layer.text},
      'comparedWith', json_build_object('id', l.id, 'number', l.number))::text AS body,
    (SELECT coalesce(json_agg(json_build_object('number', m.number,
        'start', ${readableStart('m.start_offset', 'layer.list')}, 'end', ${readableEnd('m.end_offset', 'layer.list')},
        'original', json_build_object('id', p.id, 'number', p.number,
          'start', ${readableStart('p.start_offset', 'closed.list')}, 'end', ${readableEnd('p.end_offset', 'closed.list')}),
        'latest', CASE WHEN q.id IS NOT NULL THEN json_build_object(
          'start', ${readableStart('q.start_offset', 'closed_latest.list')},
          'end', ${readableEnd('q.end_offset', 'closed_latest.list')}) END)
        ORDER BY m.number), '[]')
      FROM ${placesShown}
      JOIN LATERAL (SELECT x.* FROM passage x WHERE x.id = m.passage_id OFFSET 0) p ON may_read(p.access, $2::smallint[])
      LEFT JOIN LATERAL (SELECT x.* FROM passage x WHERE x.revision_id = l.id AND x.number = p.number OFFSET 0) q
        ON may_read(q.access, $2::smallint[]))::text AS passages,
    CASE WHEN l.id <> v.id THEN ${readable('v', 'closed.list').text} END AS translated,
    CASE WHEN l.id <> v.id THEN ${readable('l', 'closed_latest.list').text} END AS latest
  FROM ${at('translation', 'id', '$1')} w ${joins(at)}
  CROSS JOIN LATERAL (SELECT x.id, x.number, x.text FROM ${at('revision', 'testimony_id', 't.id')} x
    WHERE x.testimony_id = t.id AND may_read(x.access, $2::smallint[]) ORDER BY x.number DESC LIMIT 1) l
  ${closedJoin('v.id', '$2')}
  ${closedJoin('l.id', '$2', 'closed_latest')}
  WHERE w.id = $1 AND may_read(w.access, $2::smallint[])`,
);

/** $1 testimony, $3 the last one shown, $4 how many */
const ofTestimony = recordLists(
  'translations',
  'testimony',
  (at) => `
  SELECT w.sequence, json_build_object(${members(at)}, 'passages', (SELECT count(*) FROM ${placesShown}
      JOIN LATERAL (SELECT x.access FROM passage x WHERE x.id = m.passage_id OFFSET 0) p ON may_read(p.access, $2::smallint[])))::text AS body
  FROM revision o
  CROSS JOIN LATERAL (
    SELECT x.* FROM ${at('translation', 'revision_id', 'o.id')} x WHERE x.revision_id = o.id OFFSET 0) w ${joins(at)}
  WHERE o.testimony_id = $1 AND may_read(w.access, $2::smallint[]) AND w.sequence > $3
  ORDER BY w.sequence LIMIT $4`,
);

/** $1 passage: translations of it in whatever revision it goes on in; $3 the last one shown, $4 how many */
const ofPassage = recordLists(
  'translations',
  'passage',
  (at) => `
  SELECT w.sequence, json_build_object(
      'translation', json_build_object('id', w.id, 'language', w.language,
        'translator', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END),
      'original', json_build_object('id', p.id, 'number', p.number,
        'pointer', t.accession || ' r' || v.number || ' ¶' || p.number),
      'wording', CASE WHEN p.id = asked.id OR p.words = asked.words THEN 'unchanged' ELSE 'changed' END,
      'places', places.list)::text AS body
  FROM (
    SELECT x.id, x.number, f.testimony_id, ${readableWords('f', 'x', 'closed.list')} AS words
    FROM passage x JOIN revision f ON f.id = x.revision_id AND may_read(f.access, $2::smallint[])
    ${closedJoin('f.id', '$2')}
    WHERE x.id = $1 AND may_read(x.access, $2::smallint[])
  ) asked
  CROSS JOIN LATERAL (SELECT x.id, x.accession FROM ${at('testimony', 'id', 'asked.testimony_id')} x
    WHERE x.id = asked.testimony_id AND may_read(x.access, $2::smallint[]) OFFSET 0) t
  CROSS JOIN LATERAL (SELECT x.id, x.number, x.text FROM revision x
    WHERE x.testimony_id = t.id AND may_read(x.access, $2::smallint[]) OFFSET 0) v
  CROSS JOIN LATERAL (
    SELECT x.id, x.number, ${readableWords('v', 'x', 'closed.list')} AS words
    FROM passage x ${closedJoin('v.id', '$2')}
    WHERE x.revision_id = v.id AND x.number = asked.number AND may_read(x.access, $2::smallint[]) OFFSET 0) p
  CROSS JOIN LATERAL (
    SELECT x.* FROM ${at('translation', 'revision_id', 'v.id')} x WHERE x.revision_id = v.id OFFSET 0) w
  ${closedLayer}
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('number', m.number, 'start', ${readableStart('m.start_offset', 'layer.list')},
      'end', ${readableEnd('m.end_offset', 'layer.list')}, 'text', ${readableWords('w', 'm', 'layer.list')})
      ORDER BY m.number) AS list
    FROM ${placesShown}
    WHERE m.passage_id = p.id) places${translator}
  WHERE may_read(w.access, $2::smallint[]) AND places.list IS NOT NULL AND w.sequence > $3
    AND NOT EXISTS (SELECT FROM ${at('translation', 'replaces_id', 'w.id')} x
      WHERE x.replaces_id = w.id AND may_read(x.access, $2::smallint[]))
  ORDER BY w.sequence LIMIT $4`,
);

interface Place {
  start: number;
  end: number;
}

interface TranslationRow {
  body: string;
  passages: string;
  translated: string | null;
  latest: string | null;
}

@Injectable()
export class TranslationsQueries {
  constructor(private readonly reader: Reader) {}

  async translation(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const [row] =
      moment === null
        ? await this.reader.rows<TranslationRow>(read.current, [id, clearance])
        : await this.reader.rows<TranslationRow>(read.asOf, [id, clearance, moment]);
    if (row === undefined) throw notFound('translation');
    const passages = JSON.stringify(passagesOf(row));
    const body = `${row.body.slice(0, -1)},"passages":${passages}}`;
    return new JsonDocument(body, undefined, `/api/translations/${id}`);
  }

  /** Of whatever revision, in the order they were added. */
  translations(testimonyId: string, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, ofTestimony, { id: testimonyId, query, clearance });
  }

  /** The words that translate a passage, or what it was or became in another revision. */
  ofPassage(passageId: string, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, ofPassage, { id: passageId, query, clearance });
  }
}

function passagesOf({ passages, translated, latest }: TranslationRow): object[] {
  const aligned = JSON.parse(passages) as (Place & {
    number: number;
    original: Place;
    latest: Place | null;
  })[];
  const wording = wordingIn(translated === null || latest === null ? undefined : { translated, latest });
  return aligned.map(({ latest: now, ...place }) => ({ ...place, wording: wording(place.original, now) }));
}
