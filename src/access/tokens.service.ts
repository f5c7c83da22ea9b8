import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Attribution, Role } from '../common/principal.js';
import { notFound, Problem } from '../common/problem.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { addNameKeys } from '../provenance/name-keys.js';
import { ApiTokenEntity } from './api-token.entity.js';
import { checkReferences } from './readable-references.js';
import { newToken, tokenSha256 } from './token.rules.js';

export interface NewToken {
  role: Role;
  label: string;
  /** The agent the token acts for; a new person of this label when left out. */
  agentId?: string;
}

export interface IssuedToken {
  id: string;
  agentId: string;
  role: Role;
  label: string;
  token: string;
}

@Injectable()
export class TokensService {
  constructor(private readonly ledger: Ledger) {}

  /** @returns the token itself, which is never to be had again */
  async issue(by: Attribution, wanted: NewToken): Promise<IssuedToken> {
    // A key would have to keep the token to answer a repetition, and a token is kept nowhere.
    if (by.idempotency !== undefined) {
      throw new Problem(
        422,
        'request.idempotency_key_refused',
        'Tokens cannot be issued under an Idempotency-Key.',
      );
    }
    return this.ledger.record({ type: 'token.issue', by }, (activity) =>
      this.write(activity, wanted, newToken()),
    );
  }

  async write(activity: Activity, { role, label, agentId }: NewToken, token: string): Promise<IssuedToken> {
    await checkReferences(
      activity,
      agentId === undefined ? [] : [{ table: 'agent', id: agentId, pointer: '/agentId' }],
    );
    const id = randomUUID();
    const holder = agentId ?? randomUUID();
    if (agentId === undefined) {
      await activity.manager.insert(AgentEntity, { id: holder, kind: 'person', name: label });
      await addNameKeys(activity, [{ owner: holder }, { value: label }]);
    }
    await activity.manager.insert(ApiTokenEntity, {
      id,
      agentId: holder,
      role,
      label,
      tokenSha256: tokenSha256(token),
    });
    return { id, agentId: holder, role, label, token };
  }

  async revoke(by: Attribution, id: string, because: string): Promise<void> {
    await this.ledger.record({ type: 'token.revoke', by, note: because }, async ({ manager }) => {
      const { affected } = await manager.update(
        ApiTokenEntity,
        { id, revokedBecause: IsNull() },
        { revokedBecause: because },
      );
      if (affected === 1) return;
      if (!(await manager.existsBy(ApiTokenEntity, { id }))) throw notFound('token');
      throw new Problem(409, 'token.revoked', 'The token was revoked already; its reason stays.');
    });
  }
}
