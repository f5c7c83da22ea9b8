import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import type { Role } from '../common/principal.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const bearer = statement(
  'tokens.bearer',
  'SELECT agent_id AS "agentId", role, opened_to(agent_id) AS opened FROM api_token WHERE token_sha256 = $1 AND revoked_because IS NULL',
);

const anyToken = statement('tokens.any', 'SELECT EXISTS (SELECT FROM api_token) AS found');

const list = statement(
  'tokens.list',
  `SELECT json_build_object('items', coalesce(json_agg(json_build_object(
      'id', t.id, 'label', t.label, 'role', t.role, 'agent', json_build_object('id', g.id, 'name', g.name),
      'revokedBecause', t.revoked_because, 'version', t.version) ORDER BY a.sequence), '[]'), 'next', NULL)::text AS body
   FROM api_token t JOIN agent g ON g.id = t.agent_id JOIN activity a ON a.id = t.activity_id`,
);

@Injectable()
export class TokensQueries {
  constructor(private readonly reader: Reader) {}

  /** Asked on every request that carries a token, so that a right withdrawn is gone on the next one. */
  async bearerOf(tokenSha256: string): Promise<{ agentId: string; role: Role; opened: number[] } | null> {
    const [row] = await this.reader.rows<{ agentId: string; role: Role; opened: number[] }>(bearer, [
      tokenSha256,
    ]);
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
