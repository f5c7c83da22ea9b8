import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { closedJoin, readableWords } from '../access/readable-text.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';

/** Who or what is spoken of. */
export type MentionedKind = 'agent' | 'place' | 'event';

/**
 * $2 clearance. A mention is seen by those who may see what it stands in and whom it names. OFFSET 0 keeps each a
 * look-up by its index.
 */
const mentions = (at: TableAt, table: string): string => `
  SELECT m.sequence, m.version, json_build_object('id', m.id, 'words', m.words,
    'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
    'place', CASE WHEN l.id IS NOT NULL THEN json_build_object('id', l.id, 'name', l.name) END,
    'event', CASE WHEN e.id IS NOT NULL THEN json_build_object('id', e.id, 'name', e.name) END,
    'claim', CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'number', c.number,
      'pointer', t.accession || ' #' || c.number, 'statement', c.statement) END,
    'passage', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'number', p.number,
      'pointer', t.accession || ' r' || p.revision || ' ¶' || p.number, 'text', p.text) END,
    'testimony', json_build_object('id', t.id, 'accession', t.accession, 'title', t.title),
    'withdrawnBecause', m.withdrawn_because, 'version', m.version,
    'activity', activity_reference(m.activity_id))::text AS body
  FROM ${table} m
  LEFT JOIN agent g ON g.id = m.agent_id AND may_read(g.access, $2::smallint[])
  LEFT JOIN place l ON l.id = m.place_id AND may_read(l.access, $2::smallint[])
  LEFT JOIN LATERAL (SELECT x.id, x.name FROM event x
    WHERE x.id = m.event_id AND may_read(x.access, $2::smallint[]) OFFSET 0) e ON true
  LEFT JOIN LATERAL (SELECT x.id, x.number, x.statement, x.testimony_id FROM ${at('claim', 'id', 'm.claim_id')} x
    WHERE x.id = m.claim_id AND may_read(x.access, $2::smallint[]) OFFSET 0) c ON true
  LEFT JOIN LATERAL (SELECT x.id, x.number, r.number AS revision, r.testimony_id,
      ${readableWords('r', 'x', 'closed.list')} AS text
    FROM passage x JOIN revision r ON r.id = x.revision_id AND may_read(r.access, $2::smallint[])
    ${closedJoin('r.id', '$2')}
    WHERE x.id = m.passage_id AND may_read(x.access, $2::smallint[]) OFFSET 0) p ON true
  CROSS JOIN LATERAL (SELECT x.id, x.accession, x.title FROM ${at('testimony', 'id', 'coalesce(c.testimony_id, p.testimony_id)')} x
    WHERE x.id = coalesce(c.testimony_id, p.testimony_id) AND may_read(x.access, $2::smallint[]) OFFSET 0) t
  WHERE may_read(m.access, $2::smallint[]) AND num_nonnulls(g.id, l.id, e.id) = 1`;

const read = recordStatements(
  'mentions.read',
  (at) => `${mentions(at, at('mention', 'id', '$1'))} AND m.id = $1`,
);

/** Rows that name one thing; of a person or a place, all that name any record that is of the same one. */
const naming = (kind: MentionedKind, at: TableAt, asOf: string): string =>
  kind === 'event'
    ? `(SELECT x.* FROM ${at('mention', 'event_id', '$1')} x WHERE x.event_id = $1)`
    : `same_records($1::uuid, $2::smallint[], ${asOf}) AS one (id) CROSS JOIN LATERAL (
        SELECT x.* FROM ${at('mention', `${kind}_id`, 'one.id')} x WHERE x.${kind}_id = one.id OFFSET 0)`;

/** $1 of whom, $2 clearance, $3 the last one shown, $4 how many, $5 as of */
const list = (kind: MentionedKind, at: TableAt, asOf: string): string => `
  ${mentions(at, naming(kind, at, asOf))} AND m.sequence > $3 AND m.withdrawn_because IS NULL
  ORDER BY m.sequence LIMIT $4`;

const lists = (kind: MentionedKind) => recordLists('mentions', kind, (at, asOf) => list(kind, at, asOf));

const LISTS = { agent: lists('agent'), place: lists('place'), event: lists('event') };

@Injectable()
export class MentionsQueries {
  constructor(private readonly reader: Reader) {}

  mention(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'mention', id, clearance, asOf, path: '/api/mentions' });
  }

  /**
   * Everything said about somebody or something, in the order it was marked; what was withdrawn is left out. Of a
   * person or a place, whichever record of the same one it names.
   */
  mentionsOf(
    kind: MentionedKind,
    id: string,
    query: AsOfPageQuery,
    clearance: Clearance,
  ): Promise<JsonDocument> {
    return readRecordList(this.reader, LISTS[kind], { id, query, clearance });
  }
}
