import { notFound, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { AgentKind } from '../provenance/agent.entity.js';
import type { Activity } from '../provenance/ledger.js';

export interface LockedAgent {
  kind: AgentKind;
  access: number;
}

// The lock lets one after the other write what there is once for an agent, and stops what depends on it meanwhile.
const locked = statement(
  'lives.agent',
  `SELECT g.kind, g.access FROM agent g
   WHERE g.id = $1 AND may_read(g.access, $2::smallint[]) FOR NO KEY UPDATE`,
);

/** The agent something is recorded of, locked until the end of the activity. */
export async function lockAgent(
  { rows, by }: Activity,
  id: string,
  kinds: readonly AgentKind[] = ['person'],
): Promise<LockedAgent> {
  const [agent] = await rows<LockedAgent>(locked, [id, by.clearance]);
  if (agent === undefined) throw notFound('agent');
  if (!kinds.includes(agent.kind)) {
    throw new Problem(
      409,
      'life.kind_of_agent',
      `This can be recorded of a ${kinds.join(' or a ')}; the agent is recorded as ${agent.kind}.`,
    );
  }
  return agent;
}
