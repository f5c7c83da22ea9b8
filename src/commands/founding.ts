import { STAFF, STAFF_ONLY } from '../common/principal.js';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { newToken } from '../access/token.rules.js';
import { TokensQueries } from '../access/tokens.queries.js';
import { TokensService } from '../access/tokens.service.js';
import { StartupError } from '../embedded/startup-error.js';
import { ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { Ledger } from '../provenance/ledger.js';
import { say } from './say.js';

/** In the data directory, with mode 0600 */
export const TOKEN_FILE = 'administrator-token';

/**
 * Gives a new archive its administrator: a token, on the first start only. It is KATARIBE_BOOTSTRAP_TOKEN where
 * that is set, else a random one.
 * @returns the token, or null where the archive has tokens already
 */
export async function appointAdministrator(
  app: INestApplicationContext,
  environment: NodeJS.ProcessEnv,
  dataDirectory: string | null,
): Promise<string | null> {
  if (await app.get(TokensQueries, { strict: false }).anyExists()) return null;
  const token = environment.KATARIBE_BOOTSTRAP_TOKEN || (await keptToken(dataDirectory)) || newToken();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new StartupError(
      'KATARIBE_BOOTSTRAP_TOKEN must be printable ASCII without spaces: it is sent in a header.',
    );
  }
  if (token.length < 20) say('KATARIBE_BOOTSTRAP_TOKEN is short: anybody who guesses it is administrator.');
  // Kept before it is valid: a start that is cut off in between finds the same token again.
  if (dataDirectory !== null) await keep(join(dataDirectory, TOKEN_FILE), token);
  const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
  await app
    .get(Ledger, { strict: false })
    .record({ type: 'token.issue', by, note: 'The first administrator.', access: STAFF_ONLY }, (activity) =>
      app
        .get(TokensService, { strict: false })
        .write(activity, { role: 'administrator', label: 'Administrator' }, token)
        .then(({ id }) => id),
    );
  return token;
}

async function keptToken(dataDirectory: string | null): Promise<string | null> {
  if (dataDirectory === null) return null;
  return readFile(join(dataDirectory, TOKEN_FILE), 'utf8').then(
    (text) => text.trim() || null,
    () => null,
  );
}

async function keep(path: string, token: string): Promise<void> {
  await writeFile(path, `${token}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
}
