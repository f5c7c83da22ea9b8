import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import { closedJoin, readable, readableEnd, readableStart } from '../access/readable-text.js';
import { notFound } from '../common/problem.js';
import { checkedId } from '../common/record-id.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, joinedAt, NOW, tableAsOf, type TableAt } from '../provenance/as-of.js';
import { kindLists, readKindList } from '../provenance/kind-list.js';
import { momentAsOf } from '../provenance/moment.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { byNarrator } from './by-narrator.js';
import { ifPartReadable } from './readable-parts.js';
import { rightsMembers } from './rights-on-display.js';

/** The members that lists and single testimonies share. */
const summary = (at: TableAt): string => `
  'id', t.id, 'accession', t.accession, 'title', t.title, 'kind', t.kind, 'language', t.language,
  'contributors', (SELECT coalesce(json_agg(json_build_object('role', b.role,
      'agent', agent_reference(g.id, g.name, g.description)) ORDER BY b.position), '[]')
    FROM ${at('contribution', 'testimony_id', 't.id')} b
    JOIN agent g ON g.id = b.agent_id AND may_read(g.access, $2::smallint[])
    WHERE b.testimony_id = t.id AND may_read(b.access, $2::smallint[])),
  'recorded', ${ifPartReadable(
    'description',
    '$2',
    `CASE WHEN num_nonnulls(t.recorded_words, t.recorded_edtf, t.recorded_where) > 0 THEN
    json_build_object('date', told_date(t.recorded_words, t.recorded_edtf, t.recorded_span),
      'where', t.recorded_where) END`,
  )},
  'summary', ${ifPartReadable('summary', '$2', 't.summary')},
  'restrictions', listed_restrictions(t.id),
  'claims', (SELECT count(*) FROM ${at('claim', 'testimony_id', 't.id')} c
    WHERE c.testimony_id = t.id AND may_read(c.access, $2::smallint[])),
  'version', t.version`;

/** Of a revision `v`: what it puts right, and why. */
const DESCENT = `
  'kind', v.kind, 'because', v.because,
  'previous', (SELECT o.number FROM revision o WHERE o.id = v.previous_id AND may_read(o.access, $2::smallint[]))`;

/** A revision `v` as it is shown. */
const shown = readable('v', 'closed.list');

const one = (at: TableAt, asOf: string): string => `
  SELECT t.version, json_build_object(${summary(at)},
    'translationOf', CASE WHEN t.translation_language IS NOT NULL THEN json_build_object(
      'language', t.translation_language, 'note', t.translation_note,
      'testimony', (SELECT json_build_object('id', o.id, 'accession', o.accession) FROM testimony o
        WHERE o.id = t.translation_of_id AND may_read(o.access, $2::smallint[]))) END,
    'rights', ${ifPartReadable('description', '$2', 't.rights')},
    ${rightsMembers('t.id', '$2', asOf)},
    'consent', consent_of(t.id, $2::smallint[], ${asOf}),
    'revisions', (SELECT coalesce(json_agg(json_build_object('id', v.id, 'number', v.number, ${DESCENT},
        'sha256', ${shown.sha256}, 'bytes', ${shown.bytes}, 'codePoints', ${shown.codePoints},
        'passages', (SELECT count(*) FROM passage p WHERE p.revision_id = v.id AND may_read(p.access, $2::smallint[])),
        'reviews', (SELECT count(*) FROM ${at('narrator_review', 'revision_id', 'v.id')} w
          WHERE w.revision_id = v.id AND may_read(w.access, $2::smallint[])),
        'activity', activity_reference(v.activity_id)) ORDER BY v.number), '[]')
      FROM ${at('revision', 'testimony_id', 't.id')} v ${closedJoin('v.id', '$2')}
      WHERE v.testimony_id = t.id AND may_read(v.access, $2::smallint[])),
    'activity', activity_reference(t.activity_id))::text AS body
  FROM ${at('testimony', 'id', '$1')} t
  WHERE t.id = $1 AND may_read(t.access, $2::smallint[])`;

const read = recordStatements('testimonies.read', one);

const list = kindLists('testimonies', ['testimony', 't'], (at) => ({
  body: `json_build_object(${summary(at)})`,
}));

/** $1 the testimony, $3 the number; $4 the moment */
const revisionAt = (at: TableAt, asOf: string): string => `
  SELECT json_build_object('id', v.id,
     'testimony', json_build_object('id', t.id, 'accession', t.accession),
     'number', v.number, ${DESCENT},
     'sha256', ${shown.sha256}, 'bytes', ${shown.bytes}, 'codePoints', ${shown.codePoints}, 'text', ${shown.text},
     'passages', (SELECT coalesce(json_agg(json_build_object('id', p.id, 'number', p.number,
         'start', ${readableStart('p.start_offset', 'closed.list')}, 'end', ${readableEnd('p.end_offset', 'closed.list')},
         'speaker', p.speaker) ORDER BY p.start_offset), '[]')
       FROM passage p WHERE p.revision_id = v.id AND may_read(p.access, $2::smallint[])),
     'reviews', (SELECT coalesce(json_agg(json_build_object('id', w.id, 'agent', agent_reference(g.id, g.name, g.description),
         'byNarrator', ${byNarrator(at, { testimony: 't.id', agent: 'g.id' }, '$2', asOf)},
         'passage', p.number, 'reviewed', told_date(w.reviewed_words, w.reviewed_edtf, w.reviewed_span),
         'asked', w.asked) ORDER BY w.sequence), '[]')
       FROM ${at('narrator_review', 'revision_id', 'v.id')} w JOIN agent g ON g.id = w.agent_id AND may_read(g.access, $2::smallint[])
       LEFT JOIN passage p ON p.id = w.passage_id AND may_read(p.access, $2::smallint[])
       WHERE w.revision_id = v.id AND may_read(w.access, $2::smallint[])
         AND (w.passage_id IS NULL OR p.id IS NOT NULL)),
     'activity', activity_reference(v.activity_id))::text AS body
   FROM ${at('revision', 'testimony_id', '$1')} v JOIN ${joinedAt(at, 'testimony', 'v.testimony_id')} t ON t.id = v.testimony_id AND may_read(t.access, $2::smallint[])
   ${closedJoin('v.id', '$2')}
   WHERE v.testimony_id = $1 AND v.number = $3 AND may_read(v.access, $2::smallint[])`;

const revision = {
  current: statement('testimonies.revision', revisionAt(currentTable, NOW)),
  asOf: statement('testimonies.revision_as_of', revisionAt(tableAsOf('$4'), '$4::bigint[]')),
};

const NO_TESTIMONY = '00000000-0000-0000-0000-000000000000';

const byAccession = statement('testimonies.by_accession', 'SELECT id FROM testimony WHERE accession = $1');

@Injectable()
export class TestimoniesQueries {
  constructor(private readonly reader: Reader) {}

  testimony(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, {
      what: 'testimony',
      id,
      clearance,
      asOf,
      path: '/api/testimonies',
    });
  }

  testimonies(query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readKindList(this.reader, list, query, clearance);
  }

  async revision(id: string, number: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const [row] =
      moment === null
        ? await this.reader.rows<{ body: string }>(revision.current, [id, clearance, number])
        : await this.reader.rows<{ body: string }>(revision.asOf, [id, clearance, number, moment]);
    if (row === undefined) throw notFound('revision');
    return new JsonDocument(row.body);
  }

  /**
   * Which testimony a path or a query names: people cite accession numbers, so either is taken. Whether one may see
   * it is asked by whatever reads it then. A number that names none goes the same way, by an id that names none: by its
   * words or by the clock, nobody shall tell it from one that he may not see.
   */
  async idOf(key: string): Promise<string> {
    if (!/^KTB-\d{4,9}$/.test(key)) return checkedId(key, 'testimony');
    const [row] = await this.reader.rows<{ id: string }>(byAccession, [key]);
    return row?.id ?? NO_TESTIMONY;
  }
}
