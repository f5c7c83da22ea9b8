import type { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { decodeCursor, DEFAULT_LIMIT, FIRST } from '../common/page.js';
import { type ListRow, pageDocument } from '../common/page-document.js';
import { notFound } from '../common/problem.js';
import type { Queryable } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, NOW, sequenceAsOf, type TableAt, tableAsOf } from '../provenance/as-of.js';

/** What there is several of for one agent, as it is and as it was. */
export interface AgentLists {
  current: Statement;
  asOf: Statement;
  exists: Statement;
  existed: Statement;
}

const agentAt = (at: TableAt): string =>
  `SELECT FROM ${at('agent', 'id', '$1')} g WHERE g.id = $1 AND may_read(g.access, $2::smallint)`;

/**
 * @param sql of $1 the agent, $2 the clearance, $3 the last one shown, $4 how many, and `more` parameters of its own
 *   from $5 on; `asOf` says when to the functions that ask
 */
export function agentLists(name: string, sql: (at: TableAt, asOf: string) => string, more = 0): AgentLists {
  const moment = `$${5 + more}`;
  return {
    current: statement(`${name}.of_agent`, sql(currentTable, NOW)),
    asOf: statement(`${name}.of_agent_as_of`, sql(tableAsOf(moment), `${moment}::bigint`)),
    exists: statement(`${name}.agent_exists`, agentAt(currentTable)),
    existed: statement(`${name}.agent_existed`, agentAt(tableAsOf('$3'))),
  };
}

export interface WantedList {
  agentId: string;
  query: AsOfPageQuery;
  clearance: number;
  /** Where the first page begins */
  start?: string;
  more?: unknown[];
}

export async function readAgentList(
  reader: Queryable,
  lists: AgentLists,
  { agentId, query, clearance, start = FIRST, more = [] }: WantedList,
): Promise<JsonDocument> {
  const { cursor, limit = DEFAULT_LIMIT, asOf } = query;
  const moment = await sequenceAsOf(reader, asOf, clearance);
  const then = moment === null ? [] : [moment];
  const values = [agentId, clearance, decodeCursor(cursor, start), limit + 1, ...more, ...then];
  const rows = await reader.rows<ListRow>(moment === null ? lists.current : lists.asOf, values);
  // Only an empty page leaves open whether there is such an agent at all.
  if (rows.length === 0) {
    const asked = moment === null ? lists.exists : lists.existed;
    if ((await reader.rows(asked, [agentId, clearance, ...then])).length === 0) throw notFound('agent');
  }
  return pageDocument(rows, limit);
}
