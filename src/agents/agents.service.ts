import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { addNameKeys, replaceNameKeys } from '../provenance/name-keys.js';
import { reviseRecord } from '../provenance/revise-record.js';
import type { CreateAgentDto, ReviseAgentDto } from './agents.dto.js';

@Injectable()
export class AgentsService {
  constructor(private readonly ledger: Ledger) {}

  create(by: Attribution, wanted: CreateAgentDto): Promise<string> {
    return this.ledger.record({ type: 'agent.create', by }, (activity) => this.write(activity, wanted));
  }

  /** @param pointer where in the request the agent stands, for the faults found in it */
  async write(
    activity: Activity,
    { kind, name, description, unnamedBecause }: CreateAgentDto,
    pointer = '',
  ): Promise<string> {
    if (name === undefined && (description === undefined || unnamedBecause === undefined)) {
      throw invalid([
        {
          pointer: `${pointer}/${description === undefined ? 'description' : 'unnamedBecause'}`,
          code: 'agent.unnamed_undescribed',
          expected: 'a name, or a description and the reason why there is no name',
          found: 'neither',
        },
      ]);
    }
    const id = randomUUID();
    await activity.manager.insert(AgentEntity, { id, kind, name, description, unnamedBecause });
    if (name !== undefined) await addNameKeys(activity, [{ owner: id }, { value: name }]);
    return id;
  }

  revise(by: Attribution, id: string, version: number, { note, ...changes }: ReviseAgentDto): Promise<void> {
    return this.ledger.record({ type: 'agent.revise', by, note }, async (activity) => {
      await reviseRecord(activity, AgentEntity, 'agent', { id, version }, changes);
      if (changes.name !== undefined) await replaceNameKeys(activity, { owner: id }, { value: changes.name });
    });
  }
}
