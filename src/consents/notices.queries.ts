import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import type { Clearance } from '../common/principal.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';

/** $2 clearance */
const notices = (at: TableAt, column: string): string => `
  SELECT n.sequence, json_build_object('id', n.id,
    'testimony', json_build_object('id', t.id, 'accession', t.accession, 'title', t.title),
    'kind', n.kind, 'code', n.code, 'label', n.label, 'text', n.text, 'language', n.language,
    'community', n.community, 'projectId', n.project_id, 'note', n.note,
    'withdrawnBecause', (SELECT w.because FROM ${at('notice_withdrawal', 'notice_id', 'n.id')} w
      WHERE w.notice_id = n.id AND may_read(w.access, $2::smallint[])),
    'activity', activity_reference(n.activity_id))::text AS body
  FROM ${at('notice', column, '$1')} n
  CROSS JOIN LATERAL (SELECT x.id, x.accession, x.title FROM ${at('testimony', 'id', 'n.testimony_id')} x
    WHERE x.id = n.testimony_id AND may_read(x.access, $2::smallint[]) OFFSET 0) t
  WHERE n.${column} = $1 AND may_read(n.access, $2::smallint[])`;

const read = recordStatements('notices.read', (at) => notices(at, 'id'));

/** $1 testimony, $3 the last one shown, $4 how many, $5 as of */
const lists = recordLists(
  'notices',
  'testimony',
  (at) => `${notices(at, 'testimony_id')} AND n.sequence > $3 ORDER BY n.sequence LIMIT $4`,
);

@Injectable()
export class NoticesQueries {
  constructor(private readonly reader: Reader) {}

  notice(id: string, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    return readRecord(this.reader, read, { what: 'notice', id, clearance, asOf, path: '/api/notices' });
  }

  /** Notices and Labels of a testimony in the order they were set, withdrawn ones too. */
  noticesOf(testimonyId: string, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, lists, { id: testimonyId, query, clearance });
  }
}
