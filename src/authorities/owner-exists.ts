import type { Queryable } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, type TableAt, tableAsOf } from '../provenance/as-of.js';
import type { Owner } from './owner.js';

const exists = (kind: Owner['kind'], at: TableAt): string =>
  `SELECT FROM ${at(kind, 'id', '$1')} x WHERE x.id = $1 AND may_read(x.access, $2::smallint)`;

const EXISTS: Record<Owner['kind'], { current: Statement; asOf: Statement }> = {
  agent: {
    current: statement('authorities.agent_exists', exists('agent', currentTable)),
    asOf: statement('authorities.agent_existed', exists('agent', tableAsOf('$3'))),
  },
  place: {
    current: statement('authorities.place_exists', exists('place', currentTable)),
    asOf: statement('authorities.place_existed', exists('place', tableAsOf('$3'))),
  },
};

/** @param asOf sequence of the last activity to be seen; null for now */
export async function ownerExists(
  reader: Queryable,
  { kind, id }: Owner,
  clearance: number,
  asOf: string | null,
): Promise<boolean> {
  const asked = asOf === null ? EXISTS[kind].current : EXISTS[kind].asOf;
  const values = asOf === null ? [id, clearance] : [id, clearance, asOf];
  return (await reader.rows(asked, values)).length > 0;
}
