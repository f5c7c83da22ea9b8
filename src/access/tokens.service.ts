import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { type Fault, shown } from '../common/fault.js';
import { type Attribution, type Role, STAFF_ONLY } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { addNameKeys } from '../provenance/name-keys.js';
import { ApiTokenEntity } from './api-token.entity.js';
import { isPermitted } from './permissions.js';
import { checkReferences } from './readable-references.js';
import { newToken, sha256Of } from './token.rules.js';
import type { Scope } from './tokens.dto.js';

export interface NewToken {
  role: Role;
  label: string;
  /** The agent the token acts for; a new person of this label when left out. */
  agentId?: string;
  scopes?: Scope[];
  /** RFC 3339; a year from now when left out */
  expiresAt?: string;
}

export interface IssuedToken {
  id: string;
  agentId: string;
  role: Role;
  label: string;
  scopes: string[] | null;
  expiresAt: string;
  token: string;
}

function inAYear(): string {
  const moment = new Date();
  moment.setUTCFullYear(moment.getUTCFullYear() + 1);
  return moment.toISOString();
}

function checkScopes(role: Role, scopes: Scope[] | null): void {
  const faults = (scopes ?? []).flatMap((scope, index): Fault[] =>
    scope === 'read' || isPermitted({ role, scopes: null }, scope)
      ? []
      : [
          {
            pointer: `/scopes/${index}`,
            code: 'token.scope_beyond_role',
            expected: `what the role ${role} may do`,
            found: shown(scope),
          },
        ],
  );
  if (faults.length > 0) throw invalid(faults);
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
    return this.ledger.record({ type: 'token.issue', by, access: STAFF_ONLY }, (activity) =>
      this.write(activity, wanted, newToken()),
    );
  }

  async write(activity: Activity, wanted: NewToken, token: string): Promise<IssuedToken> {
    const { role, label, agentId, scopes = null, expiresAt = inAYear() } = wanted;
    checkScopes(role, scopes);
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
      scopes,
      expiresAt: new Date(expiresAt),
      tokenSha256: sha256Of(token),
    });
    return { id, agentId: holder, role, label, scopes, expiresAt, token };
  }

  async revoke(by: Attribution, id: string, because: string): Promise<void> {
    await this.ledger.record(
      { type: 'token.revoke', by, note: because, access: STAFF_ONLY },
      async ({ manager }) => {
        const { affected } = await manager.update(
          ApiTokenEntity,
          { id, revokedBecause: IsNull() },
          { revokedBecause: because },
        );
        if (affected === 1) return;
        if (!(await manager.existsBy(ApiTokenEntity, { id }))) throw notFound('token');
        throw new Problem(409, 'token.revoked', 'The token was revoked already; its reason stays.');
      },
    );
  }
}
