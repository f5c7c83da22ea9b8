import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Reader } from '../database/reader.js';
import type { TableAt } from '../provenance/as-of.js';
import { readRecord, recordStatements } from '../provenance/read-record.js';
import { readRecordList, recordLists } from '../provenance/record-list.js';
import type { Owner } from './owner.js';

type Kind = Owner['kind'];

/** x a record of the kind */
const reference = (kind: Kind, x: string): string =>
  kind === 'agent'
    ? `agent_reference(${x}.id, ${x}.name, ${x}.description)`
    : `json_build_object('id', ${x}.id, 'name', ${x}.name)`;

/** The members of a statement `m`, joined with sameAsJoins. */
export const sameAsMembers = (kind: Kind): string => `'id', m.id,
  'agent', ${kind === 'agent' ? reference(kind, 'own') : 'NULL'},
  'place', ${kind === 'place' ? reference(kind, 'own') : 'NULL'},
  'sameAs', ${reference(kind, 'other')},
  'certainty', m.certainty, 'rationale', m.rationale, 'withdrawnBecause', m.withdrawn_because,
  'version', m.version, 'activity', activity_reference(m.activity_id)`;

/** It is seen, for the clearance $2, by those who may see both records. */
export const sameAsJoins = (kind: Kind): string => `
  JOIN ${kind} own ON own.id = m.${kind}_id AND may_read(own.access, $2::smallint[])
  JOIN ${kind} other ON other.id = m.same_${kind}_id AND may_read(other.access, $2::smallint[])`;

const statements = (table: string, kind: Kind): string => `
  SELECT m.sequence, json_build_object(${sameAsMembers(kind)})::text AS body
  FROM ${table} m ${sameAsJoins(kind)}
  WHERE may_read(m.access, $2::smallint[])`;

/** $1 whose, $2 clearance, $3 the last one shown, $4 how many */
const list = (kind: Kind, at: TableAt): string => {
  const by = (column: string): string => `${statements(at('same_as', column, '$1'), kind)}
     AND m.${column} = $1 AND m.sequence > $3 ORDER BY m.sequence LIMIT $4`;
  return `SELECT sequence, body FROM ((${by(`${kind}_id`)}) UNION ALL (${by(`same_${kind}_id`)})) both_ways
    ORDER BY sequence LIMIT $4`;
};

const lists = (kind: Kind) => recordLists('same_as', kind, (at) => list(kind, at));

const LISTS = { agent: lists('agent'), place: lists('place') };

const cluster = (kind: Kind) =>
  recordStatements(
    `same_as.${kind}_cluster`,
    (at, asOf) => `
    SELECT json_build_object(
      'representative', (SELECT ${reference(kind, 'x')} FROM ${kind} x
        WHERE x.id = representative_of($1, $2::smallint[], ${asOf})),
      '${kind}s', (SELECT json_agg(${reference(kind, 'x')}
          ORDER BY x.id <> representative_of($1, $2::smallint[], ${asOf}), x.sequence)
        FROM same_records($1, $2::smallint[], ${asOf}) AS same (id)
        CROSS JOIN LATERAL (SELECT * FROM ${kind} y WHERE y.id = same.id OFFSET 0) x
        WHERE may_read(x.access, $2::smallint[])))::text AS body
    FROM ${at(kind, 'id', '$1')} own WHERE own.id = $1 AND may_read(own.access, $2::smallint[])`,
  );

const CLUSTERS = { agent: cluster('agent'), place: cluster('place') };

@Injectable()
export class SameAsQueries {
  constructor(private readonly reader: Reader) {}

  /** All records of one person, or of one place. */
  cluster({ kind, id }: Owner, clearance: Clearance, asOf?: string): Promise<JsonDocument> {
    const wanted = { what: kind, id, clearance, asOf, path: `/api/${kind}s` };
    return readRecord(this.reader, CLUSTERS[kind], wanted);
  }

  /** What was said of a record, or of another and this one; withdrawn statements too. */
  statementsOf({ kind, id }: Owner, query: AsOfPageQuery, clearance: Clearance): Promise<JsonDocument> {
    return readRecordList(this.reader, LISTS[kind], { id, query, clearance });
  }
}
