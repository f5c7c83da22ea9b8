import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { type KeptCheckpoint, keptCheckpoint } from '../verification/kept-checkpoints.js';
import type { Part } from '../verification/shares.js';
import { readVerifierKey, type VerifierKey } from '../verification/signed-notes.js';
import {
  recordedOrigin,
  type ThreadsWanted,
  verifyArchive,
  type Verification,
} from '../verification/verify.js';
import { StartupError } from '../embedded/startup-error.js';
import { joinArchiveDatabase } from './archive-database.js';
import { say } from './say.js';
import { asJson, asText } from './verification-report.js';

export interface VerifyOptions {
  json?: boolean;
  checkpoint: string[];
  verifierKey: string[];
  witness: string[];
  witnessUrl: string[];
  only?: Part[];
}

/** Exit statuses: nothing to find fault with; something; it could not be verified. */
const CLEAN = 0;
const FOUND = 1;
const FAILED = 2;

/** Verifies the archive the environment names, and prints what does not agree. Nothing is migrated, nothing is written. */
export async function verify(environment: NodeJS.ProcessEnv, options: VerifyOptions): Promise<void> {
  process.exitCode = FAILED;
  const keys = options.verifierKey.map((text) => keyOf('--verifier-key', text, 'note'));
  const witnesses = options.witness.map((text) => keyOf('--witness', text, 'cosignature'));
  const kept = await Promise.all(options.checkpoint.map(readCheckpointFile));
  const database = await joinArchiveDatabase(environment, say);
  try {
    const connectionString = database.connections.owner;
    if (options.witnessUrl.length > 0) {
      const origin = keys[0]?.name ?? (await recordedOrigin(connectionString));
      kept.push(...(await Promise.all(options.witnessUrl.map((url) => askWitness(url, origin)))));
    }
    const progress = progressOnTerminal();
    const verification = await verifyArchive({
      connectionString,
      parts: options.only,
      keys,
      witnesses,
      kept,
      threads: threads(),
      onProgress: progress.show,
    }).finally(progress.end);
    process.stdout.write(options.json === true ? asJson(verification) : asText(verification));
    process.exitCode = isClean(verification) ? CLEAN : FOUND;
  } catch (error) {
    throw explained(error);
  } finally {
    await database.close();
  }
}

function isClean({ byCode }: Verification): boolean {
  return Object.keys(byCode).length === 0;
}

/** One more than there are processors: while one waits for PostgreSQL, another has something to do. */
function threads(): ThreadsWanted {
  return {
    file: new URL('../verification/thread.js', import.meta.url),
    many: availableParallelism() + 1,
  };
}

function keyOf(option: string, text: string, kind: VerifierKey['kind']): VerifierKey {
  const key = readVerifierKey(text);
  if (key !== null && key.kind === kind) return key;
  throw new StartupError(
    `${option} takes a verifier key of a ${kind === 'note' ? 'log' : 'witness'}, <name>+<id>+<base64>, found ${JSON.stringify(text)}.`,
  );
}

async function readCheckpointFile(path: string): Promise<KeptCheckpoint> {
  const note = await readFile(path, 'utf8').catch((error: Error) => {
    throw new StartupError(`The checkpoint ${path} cannot be read: ${error.message}`);
  });
  return checkpointOf(`The checkpoint in ${path}`, note);
}

/** What a witness has cosigned last of this log. */
async function askWitness(url: string, origin: string | null): Promise<KeptCheckpoint> {
  const asked = `${url.replace(/\/$/, '')}/checkpoint?origin=${encodeURIComponent(origin ?? '')}`;
  const answer = await fetch(asked, { signal: AbortSignal.timeout(30_000) }).catch((error: Error) => {
    throw new StartupError(`The witness at ${url} does not answer: ${error.message}`);
  });
  if (!answer.ok) throw new StartupError(`The witness at ${url} answers ${answer.status} to ${asked}.`);
  return checkpointOf(`The witness at ${url}`, await answer.text());
}

function checkpointOf(from: string, note: string): KeptCheckpoint {
  try {
    return keptCheckpoint(from, note);
  } catch (error) {
    throw new StartupError((error as Error).message);
  }
}

/** What PostgreSQL says where there is nothing to verify, or no right to. */
function explained(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? '';
  if (code === '42P01' || (code === '22023' && /role/.test((error as Error).message))) {
    return new StartupError(
      `This archive has no log to verify: bring it up to date first (kataribe migrate). ${(error as Error).message}`,
    );
  }
  return error;
}

function progressOnTerminal() {
  const isTerminal = process.stderr.isTTY;
  return {
    show: ({ done, of, entries }: { done: number; of: number; entries: number }): void => {
      if (!isTerminal) return;
      process.stderr.write(
        `\rverified ${Math.floor((100 * done) / of)} %, ${entries.toLocaleString('en')} entries`,
      );
    },
    end: (): void => {
      if (isTerminal) process.stderr.write('\n');
    },
  };
}
