import type { Reference } from '../access/readable-references.js';
import type { AgentsService } from '../agents/agents.service.js';
import { invalid } from '../common/problem.js';
import { toldDate, type ToldDate } from '../common/told-date.js';
import type { Activity } from '../provenance/ledger.js';
import type { TellerDto } from './tellers.dto.js';

/** A hop as it is inserted; tellerRecords says how the columns are called. */
export interface TellerRow extends ToldDate {
  position: number;
  basis: string;
  agentId?: string;
  sourceId?: string;
  where?: string;
  note?: string;
}

/** What SQL reads rows of tellers as. */
export const TELLER_RECORD = `(position integer, basis text, "agentId" uuid, "sourceId" uuid, words text, edtf text,
  span datemultirange, "where" text, note text)`;

const tellerPointer = (n: number): string => `/tellers/${n}`;

/** A hop has at most one teller: recorded already, recorded now, or a source it was read in. */
export function checkTellers(tellers: TellerDto[]): void {
  const wrong = tellers.findIndex(
    ({ agentId, agent, sourceId }) =>
      [agentId, agent, sourceId].filter((teller) => teller !== undefined).length > 1,
  );
  if (wrong < 0) return;
  throw invalid([
    {
      pointer: tellerPointer(wrong),
      code: 'claim.one_teller',
      expected: 'one of agentId, agent and sourceId, or none where the teller is unknown',
      found: 'more than one',
    },
  ]);
}

export function tellerReferences(tellers: TellerDto[]): Reference[] {
  return tellers.flatMap(({ agentId, sourceId }, n): Reference[] => [
    ...(agentId === undefined
      ? []
      : [{ table: 'agent' as const, id: agentId, pointer: `${tellerPointer(n)}/agentId` }]),
    ...(sourceId === undefined
      ? []
      : [{ table: 'source' as const, id: sourceId, pointer: `${tellerPointer(n)}/sourceId` }]),
  ]);
}

/** Makes rows of a chain; a teller who is given with it is recorded on the way, in the same activity. */
export async function tellerRows(
  activity: Activity,
  agents: AgentsService,
  tellers: TellerDto[],
): Promise<TellerRow[]> {
  const rows: TellerRow[] = [];
  for (const [n, { when, agent, ...teller }] of tellers.entries()) {
    const agentId =
      agent === undefined
        ? teller.agentId
        : await agents.write(
            activity,
            { ...agent, kind: agent.kind ?? 'person' },
            `${tellerPointer(n)}/agent`,
          );
    rows.push({ ...teller, agentId, ...toldDate(when), position: n + 1 });
  }
  return rows;
}
