import { readFile } from 'node:fs/promises';
import { StartupError } from '../embedded/startup-error.js';
import { noteVerifier, type NoteVerifier } from '../merkle-log/note-key.js';
import { Witness } from './witness.js';
import { WitnessMemory } from './witness-memory.js';
import { witnessServer } from './witness-server.js';

export interface WitnessOptions {
  /** Where key and state lie; made if it is not there. */
  directory: string;
  /** `host:port` */
  listen: string;
  /** Verifier keys of the logs to watch; the name of a key is the origin of its log. Several of one name: a log that changes its key. */
  origins: readonly string[];
  /** A file with more of them, one a line. */
  originsFile?: string;
  /** Of the witness; needed at the first start. */
  name?: string;
}

/**
 * Runs a witness until it is told to stop.
 *
 * @param stopAsked resolves when it is
 * @param say takes what is for the person at the terminal
 * @throws {StartupError} where it cannot start, or can never sign again
 */
export async function runWitness(
  options: WitnessOptions,
  stopAsked: Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const { host, port } = addressOf(options.listen);
  const logs = await logsOf(options);
  const memory = await WitnessMemory.open(options.directory, options.name);
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  const witness = new Witness(memory, logs);
  const server = witnessServer(witness, (error) => fail(error));
  try {
    const base = await server.listen({ host, port }).catch((error: Error) => {
      throw new StartupError(`The witness cannot listen on ${options.listen}: ${error.message}`, {
        cause: error,
      });
    });
    say(`${witness.name} watches ${[...logs.keys()].join(', ')}.`);
    say(`Its key: ${witness.verifierKey}`);
    say(`Witnessing at ${base}`);
    await Promise.race([stopAsked, failed]);
    say('Stopping.');
  } finally {
    await server.close();
    await memory.close();
  }
}

async function logsOf({ origins, originsFile }: WitnessOptions): Promise<Map<string, NoteVerifier[]>> {
  const listed = originsFile === undefined ? [] : (await readOrigins(originsFile)).split('\n');
  const keys = [...origins, ...listed].map((line) => line.trim()).filter((line) => line !== '');
  if (keys.length === 0)
    throw new StartupError('A witness needs a log to watch: --origin <verifier key of the log>');
  const logs = new Map<string, NoteVerifier[]>();
  for (const key of new Set(keys)) {
    const verifier = verifierOf(key);
    logs.set(verifier.name, [...(logs.get(verifier.name) ?? []), verifier]);
  }
  return logs;
}

async function readOrigins(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new StartupError(`The list of origins cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function verifierOf(key: string): NoteVerifier {
  try {
    return noteVerifier(key);
  } catch (error) {
    throw new StartupError(
      `An origin is the verifier key of a log; this is none: ${(error as Error).message}`,
    );
  }
}

function addressOf(listen: string): { host: string; port: number } {
  const [, bracketed, bare, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(listen) ?? [];
  const host = bracketed ?? bare;
  const port = Number(digits);
  if (host === undefined || port > 65_535)
    throw new StartupError(
      `--listen is <host>:<port>, such as 127.0.0.1:8090, found ${JSON.stringify(listen)}.`,
    );
  return { host, port };
}
