import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import { joinedAt, type TableAt } from '../provenance/as-of.js';
import { kindLists, readKindList } from '../provenance/kind-list.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import type { SourcesQuery } from './sources.dto.js';

/** What it goes back to: steps that stand, of which one may see the other end. */
const descents = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', d.id, 'kind', d.kind,
      'source', CASE WHEN o.id IS NOT NULL THEN source_reference(o.id, o.csl, o.description) END,
      'agent', CASE WHEN g.id IS NOT NULL THEN agent_reference(g.id, g.name, g.description) END,
      'testimony', CASE WHEN t.id IS NOT NULL THEN
        json_build_object('id', t.id, 'accession', t.accession, 'title', t.title) END,
      'claim', CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'statement', c.statement) END,
      'note', d.note) ORDER BY d.sequence) FILTER (WHERE d.withdrawn_because IS NULL), '[]')
  FROM ${at('descent', 'source_id', 's.id')} d
  LEFT JOIN ${joinedAt(at, 'source', 'd.origin_source_id')} o ON o.id = d.origin_source_id AND may_read(o.access, $2::smallint[])
  LEFT JOIN agent g ON g.id = d.origin_agent_id AND may_read(g.access, $2::smallint[])
  LEFT JOIN ${joinedAt(at, 'testimony', 'd.origin_testimony_id')} t ON t.id = d.origin_testimony_id AND may_read(t.access, $2::smallint[])
  LEFT JOIN ${joinedAt(at, 'claim', 'd.origin_claim_id')} c ON c.id = d.origin_claim_id AND may_read(c.access, $2::smallint[])
  WHERE d.source_id = s.id AND may_read(d.access, $2::smallint[])
    AND num_nonnulls(o.id, g.id, t.id, c.id) = 1`;

/** How far each researcher trusts it now, the latest first. */
const reliability = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('grade', r.grade,
      'by', agent_reference(g.id, g.name, g.description), 'at', r.assessed_at, 'rationale', r.rationale)
    ORDER BY r.sequence DESC), '[]')
  FROM (SELECT DISTINCT ON (r.agent_id) r.* FROM ${at('reliability', 'source_id', 's.id')} r
    WHERE r.source_id = s.id AND may_read(r.access, $2::smallint[])
    ORDER BY r.agent_id, r.sequence DESC) r
  JOIN agent g ON g.id = r.agent_id AND may_read(g.access, $2::smallint[])`;

/** $2 the clearance: what leans on the source is counted as far as one may see it */
const source = (at: TableAt): string => `json_build_object(
  'id', s.id, 'title', coalesce(s.csl ->> 'title', s.description), 'unnamed', s.csl IS NULL, 'csl', s.csl,
  'description', s.description, 'unnamedBecause', s.unnamed_because, 'withdrawnBecause', s.withdrawn_because,
  'descents', (${descents(at)}), 'reliability', (${reliability(at)}),
  'citations', (SELECT count(*) FROM ${at('citation', 'source_id', 's.id')} c
    WHERE c.source_id = s.id AND c.withdrawn_because IS NULL AND may_read(c.access, $2::smallint[])),
  'claims', (SELECT count(DISTINCT h.claim_id) FILTER (WHERE h.withdrawn_because IS NULL)
    FROM ${at('teller', 'source_id', 's.id')} h
    WHERE h.source_id = s.id AND may_read(h.access, $2::smallint[])),
  'version', s.version, 'activity', activity_reference(s.activity_id))`;

const one = (at: TableAt): string => `
  SELECT ${source(at)}::text AS body, s.version
  FROM ${at('source', 'id', '$1')} s
  WHERE s.id = $1 AND may_read(s.access, $2::smallint[])`;

const read = recordStatements('sources.read', one);

/** $4 whether unnamed, or null */
const list = kindLists(
  'sources',
  ['source', 's'],
  (at) => ({ body: source(at), condition: '($4::boolean IS NULL OR (s.csl IS NULL) = $4)' }),
  1,
);

@Injectable()
export class SourcesQueries {
  constructor(private readonly reader: Reader) {}

  source(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'source', id, clearance, asOf, path: '/api/sources' });
  }

  sources({ unnamed, ...page }: SourcesQuery, clearance: Clearance): Promise<JsonDocument> {
    return readKindList(this.reader, list, page, clearance, [unnamed ?? null]);
  }
}
