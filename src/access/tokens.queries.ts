import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import type { Role } from '../common/principal.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const bearer = statement(
  'tokens.bearer',
  `SELECT t.id, t.agent_id AS "agentId", t.role, t.scopes, opened_to(t.agent_id) AS opened FROM api_token t
   WHERE t.token_sha256 = $1 AND t.revoked_because IS NULL AND t.expires_at > now()
     -- Whoever may not sign in any more does not come in by a token either.
     AND NOT EXISTS (SELECT FROM account a WHERE a.agent_id = t.agent_id AND a.disabled_because IS NOT NULL)`,
);

const anyToken = statement('tokens.any', 'SELECT EXISTS (SELECT FROM api_token) AS found');

const list = statement(
  'tokens.list',
  `SELECT json_build_object('items', coalesce(json_agg(json_build_object(
      'id', t.id, 'label', t.label, 'role', t.role, 'scopes', t.scopes, 'expiresAt', t.expires_at, 'usedOn', u.used_on, 'agent', json_build_object('id', g.id, 'name', g.name),
      'revokedBecause', t.revoked_because, 'version', t.version) ORDER BY a.sequence), '[]'), 'next', NULL)::text AS body
   FROM api_token t JOIN agent g ON g.id = t.agent_id JOIN activity a ON a.id = t.activity_id
   LEFT JOIN api_token_use u ON u.token_id = t.id`,
);

/** Whose a token is, and what it is good for. */
export interface Bearer {
  id: string;
  agentId: string;
  role: Role;
  scopes: string[] | null;
  /** The compartments that grants have opened to him */
  opened: number[];
}

@Injectable()
export class TokensQueries {
  constructor(private readonly reader: Reader) {}

  /** Asked on every request that carries a token, so that a right withdrawn is gone on the next one. */
  async bearerOf(tokenSha256: string): Promise<Bearer | null> {
    const [row] = await this.reader.rows<Bearer>(bearer, [tokenSha256]);
    return row ?? null;
  }

  async anyExists(): Promise<boolean> {
    const [row] = await this.reader.rows<{ found: boolean }>(anyToken, []);
    return row?.found === true;
  }

  async list(): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string }>(list, []);
    return new JsonDocument(row?.body ?? '');
  }
}
