import type { AgentsService } from '../agents/agents.service.js';
import type { Fault } from '../common/fault.js';
import type { Activity } from '../provenance/ledger.js';
import type { ContributingAgentDto } from './testimonies.dto.js';

/** @returns what is wrong with an agent that is given by id and described as well, or null */
export function faultOfContributingAgent(
  { id, ...described }: ContributingAgentDto,
  pointer: string,
  noun: string,
): Fault | null {
  if (id === undefined || Object.values(described).every((value) => value === undefined)) return null;
  return {
    pointer,
    code: `${noun}.agent_id_or_new`,
    expected: 'either the id of an agent or a new agent, not both',
    found: 'both',
  };
}

/** The agent recorded already, or a new one recorded now. */
export async function contributingAgent(
  activity: Activity,
  agents: AgentsService,
  agent: ContributingAgentDto,
  pointer: string,
): Promise<string> {
  return agent.id ?? (await agents.write(activity, { ...agent, kind: agent.kind ?? 'person' }, pointer));
}
