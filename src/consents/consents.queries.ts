import { Injectable } from '@nestjs/common';
import { readEdtf } from '../common/edtf-date.js';
import { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, type PageQuery } from '../common/page.js';
import type { Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { NOW, type TableAt } from '../provenance/as-of.js';
import { momentAsOf } from '../provenance/moment.js';
import { type RecordStatements, recordStatements } from '../provenance/read-record.js';
import { type ConsentRow, ruleColumns, scopeObject } from './consent-rows.js';
import { warningCodes, type WarningCode, warningsOf } from './consent-warnings.js';
import { actsInForce, inForceOn } from './consent.rules.js';
import type { ConsentsQuery } from './consents.dto.js';

/* $1 is a testimony, or an event of one; $2 the clearance. */

const ofTestimony = '$1::uuid';
const ofEvent = `(SELECT o.testimony_id FROM consent o WHERE o.id = $1 AND may_read(o.access, $2::smallint[]))`;

const somebody = (agent: string, words: string): string =>
  `json_build_object('agent', (SELECT agent_reference(g.id, g.name, g.description) FROM agent g
     WHERE g.id = ${agent} AND may_read(g.access, $2::smallint[])), 'words', ${words})`;

const verbatim = (column: string): string =>
  `CASE WHEN c.${column} IS NOT NULL THEN
     json_build_object('text', c.${column}, 'language', c.${column}_language) END`;

interface EventRow extends ConsentRow {
  document: Record<string, unknown>;
}

const eventsOf =
  (testimony: string) =>
  (at: TableAt, asOf: string): string => `
  SELECT ${ruleColumns}, json_build_object('id', c.id, 'instrument', c.instrument,
    'signer', CASE WHEN c.instrument <> 'none_found' THEN ${somebody('c.signer_id', 'c.signer_words')} END,
    'role', c.role, 'narrator', (SELECT agent_reference(g.id, g.name, g.description) FROM agent g
      WHERE g.id = c.narrator_id AND may_read(g.access, $2::smallint[])),
    'signed', CASE WHEN num_nonnulls(c.signed_words, c.signed_edtf) > 0 THEN
      told_date(c.signed_words, c.signed_edtf, c.signed_span) END,
    'scope', ${scopeObject},
    'conditions', CASE WHEN c.conditions IS NOT NULL THEN json_build_object('text', c.conditions,
      'language', c.conditions_language, 'shown', c.conditions_shown) END,
    'restriction', ${verbatim('restriction')},
    'paper', json_build_object('sha256', c.paper_sha256, 'kept', c.paper_kept),
    'searched', c.searched, 'note', c.note, 'supersedes', c.supersedes_id,
    'supersededBy', (SELECT l.id FROM ${at('consent', 'supersedes_id', 'c.id')} l
      WHERE l.supersedes_id = c.id AND may_read(l.access, $2::smallint[])),
    'revocation', CASE WHEN x.id IS NOT NULL THEN json_build_object('id', x.id,
      'revoker', ${somebody('x.revoker_id', 'x.revoker_words')}, 'role', x.role,
      'revoked', CASE WHEN num_nonnulls(x.revoked_words, x.revoked_edtf) > 0 THEN
        told_date(x.revoked_words, x.revoked_edtf, x.revoked_span) END,
      'because', x.because, 'activity', activity_reference(x.activity_id)) END,
    'activity', activity_reference(c.activity_id)) AS document
  FROM consent c
  LEFT JOIN consent_revocation x ON x.consent_id = c.id AND may_read(x.access, $2::smallint[])
    AND stood_at(x.activity_id, NULL, ${asOf})
  WHERE c.testimony_id = ${testimony} AND may_read(c.access, $2::smallint[])
    AND stood_at(c.activity_id, NULL, ${asOf})
  ORDER BY c.sequence`;

interface HeadRow {
  testimony: { id: string; accession: string; title: string };
  narrators: string[];
  codes: WarningCode[];
  today: string;
}

const headOf =
  (testimony: string) =>
  (at: TableAt, asOf: string): string => `
  SELECT json_build_object('id', t.id, 'accession', t.accession, 'title', t.title) AS testimony,
    (SELECT coalesce(json_agg(b.agent_id), '[]') FROM contribution b
      WHERE b.testimony_id = t.id AND b.role = 'narrator') AS narrators,
    ${warningCodes('c')} AS codes, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today
  FROM ${at('testimony', 'id', testimony)} t
  LEFT JOIN consent_in_force_at(t.id, $2::smallint[], ${asOf}) c ON true
  WHERE t.id = ${testimony} AND may_read(t.access, $2::smallint[])`;

const STATEMENTS = {
  testimony: {
    events: recordStatements('consents.events', eventsOf(ofTestimony)),
    head: recordStatements('consents.head', headOf(ofTestimony)),
  },
  consent: {
    events: recordStatements('consents.events_beside', eventsOf(ofEvent)),
    head: recordStatements('consents.head_of_event', headOf(ofEvent)),
  },
};

/** $1 clearance, $2 the last one shown, $3 how many */
const warned = statement(
  'consents.warned',
  `SELECT t.sequence, json_build_object('id', t.id, 'accession', t.accession, 'title', t.title) AS testimony, found.codes
   FROM testimony t
   LEFT JOIN consent_in_force_at(t.id, $1::smallint[], ${NOW}) c ON true
   CROSS JOIN LATERAL (SELECT ${warningCodes('c')} AS codes) found
   WHERE may_read(t.access, $1::smallint[]) AND t.sequence > $2 AND cardinality(found.codes) > 0
   ORDER BY t.sequence LIMIT $3`,
);

interface WarnedRow {
  sequence: string;
  testimony: HeadRow['testimony'];
  codes: WarningCode[];
}

/** What was consented to, and what of it is in force. */
@Injectable()
export class ConsentsQueries {
  constructor(private readonly reader: Reader) {}

  /** Every event of a testimony, what is in force on a day, and what is published against it. */
  async consentsOf(testimonyId: string, query: ConsentsQuery, clearance: Clearance): Promise<JsonDocument> {
    const { head, events, day, narrators } = await this.read('testimony', testimonyId, query, clearance);
    const acts = actsInForce(events, narrators, day);
    const standing = inForceOn(events, day);
    return document({
      testimony: head.testimony,
      on: day,
      inForce: acts && { acts, conditions: standing.flatMap(({ shown }) => shown ?? []) },
      events: events.map((event) => ({ ...event.document, inForce: standing.includes(event) })),
      warnings: warningsIn(head, query),
    });
  }

  /** One event, with what is published of its testimony against what is in force. */
  async consent(id: string, query: ConsentsQuery, clearance: Clearance): Promise<JsonDocument> {
    const { head, events, day } = await this.read('consent', id, query, clearance);
    const event = events.find((one) => one.id === id);
    if (event === undefined) throw notFound('consent');
    const inForce = inForceOn(events, day).includes(event);
    const { testimony } = head;
    return document({ ...event.document, inForce, testimony, warnings: warningsIn(head, query) });
  }

  /** The testimonies that are published against what is in force, or without any consent. */
  async warned({ cursor, limit = DEFAULT_LIMIT }: PageQuery, clearance: Clearance): Promise<JsonDocument> {
    const rows = await this.reader.rows<WarnedRow>(warned, [clearance, decodeCursor(cursor), limit + 1]);
    const shown = rows.slice(0, limit);
    return document({
      items: shown.map(({ testimony, codes }) => ({ testimony, warnings: warningsOf(codes) })),
      next: rows.length > limit ? encodeCursor(shown.at(-1)!.sequence) : null,
    });
  }

  private async read(
    of: keyof typeof STATEMENTS,
    id: string,
    { asOf, on }: ConsentsQuery,
    clearance: Clearance,
  ): Promise<{ head: HeadRow; events: EventRow[]; day: string; narrators: string[] }> {
    const moment = await momentAsOf(this.reader, asOf, clearance);
    const rows = <Row>({ current, asOf: then }: RecordStatements): Promise<Row[]> =>
      moment === null
        ? this.reader.rows<Row>(current, [id, clearance])
        : this.reader.rows<Row>(then, [id, clearance, moment]);
    const [[head], events] = await Promise.all([
      rows<HeadRow>(STATEMENTS[of].head),
      rows<EventRow>(STATEMENTS[of].events),
    ]);
    if (head === undefined) throw notFound(of);
    // The last day it can be, where a year or a month is asked for.
    const day = on === undefined ? head.today : (readEdtf(on).latest ?? '9999-12-31');
    return { head, events, day, narrators: head.narrators };
  }
}

/** Warnings are about what everybody can read today. */
function warningsIn({ codes }: HeadRow, { asOf, on }: ConsentsQuery): ReturnType<typeof warningsOf> | null {
  return asOf === undefined && on === undefined ? warningsOf(codes) : null;
}

function document(body: object): JsonDocument {
  return new JsonDocument(JSON.stringify(body));
}
