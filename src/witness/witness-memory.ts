import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveLock, lockArchive } from '../embedded/archive-lock.js';
import { readIfPresent, writeFileDurably } from '../embedded/files.js';
import { StartupError } from '../embedded/startup-error.js';
import { BadNote } from '../merkle-log/bad-note.js';
import { type Checkpoint, parseCheckpoint } from '../merkle-log/checkpoint.js';
import { cosignatureVerifier } from '../merkle-log/cosignature.js';
import { checkKeyName, generateKey, verifierKeyOf } from '../merkle-log/note-key.js';
import { verifyNote } from '../merkle-log/signed-note.js';

export const STATE_NAME = 'cosigned.json';
export const KEY_NAME = 'witness.key';

/** The last checkpoint of a log this witness has cosigned. */
export interface Cosigned extends Checkpoint {
  /** With the signature of the log and that of this witness: what is kept, and what proves that it is ours. */
  note: string;
}

/**
 * What a witness must never forget: its key and what it has cosigned last of each log, in one directory that one process
 * holds. Whoever signs again after forgetting may sign a second history.
 */
export class WitnessMemory {
  readonly #byOrigin = new Map<string, Cosigned>();

  private constructor(
    private readonly directory: string,
    private readonly lock: ArchiveLock,
    readonly signerKey: string,
    /** The file as this process has read or written it last. */
    private written: string,
  ) {}

  /**
   * @param name of the witness, needed where there is no key yet
   * @throws {StartupError} where another process holds the directory, or what lies there is broken
   */
  static async open(directory: string, name?: string): Promise<WitnessMemory> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const lock = await lockArchive(directory, 'witness');
    try {
      const { signerKey, state } = await readOrBegin(directory, name);
      const memory = new WitnessMemory(directory, lock, signerKey, state);
      memory.#read();
      return memory;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  latest(origin: string): Cosigned | undefined {
    return this.#byOrigin.get(origin);
  }

  all(): Cosigned[] {
    return [...this.#byOrigin.values()];
  }

  /** Durable when it returns; no cosignature may leave before. */
  async keep(cosigned: Cosigned): Promise<void> {
    const notes = new Map(this.all().map(({ origin, note }) => [origin, note]));
    notes.set(cosigned.origin, cosigned.note);
    const text = stateText([...notes.values()]);
    const path = join(this.directory, STATE_NAME);
    await writeFileDurably(path, text).catch((error: Error) => {
      throw new StartupError(`${path} cannot be written, so nothing was signed: ${error.message}`, {
        cause: error,
      });
    });
    this.written = text;
    this.#byOrigin.set(cosigned.origin, cosigned);
  }

  /** @throws {StartupError} where the file is not the one this process has left, such as an older one put in its place */
  async checkUnchanged(): Promise<void> {
    if ((await readIfPresent(join(this.directory, STATE_NAME))) !== this.written) {
      throw new StartupError(
        `${join(this.directory, STATE_NAME)} was changed while the witness ran. It signs nothing until it is started anew; ` +
          'make sure first that the file is the newest there is.',
      );
    }
  }

  async close(): Promise<void> {
    await this.lock.release();
  }

  #read(): void {
    const own = cosignatureVerifier(verifierKeyOf(this.signerKey, 'cosignature'));
    for (const note of notesOf(this.written, this.directory)) {
      try {
        const checkpoint = parseCheckpoint(verifyNote(note, [own]).text);
        if (this.#byOrigin.has(checkpoint.origin)) throw new BadNote(`${checkpoint.origin} is there twice.`);
        this.#byOrigin.set(checkpoint.origin, { ...checkpoint, note });
      } catch (error) {
        throw broken(this.directory, error instanceof BadNote ? error.message : String(error));
      }
    }
  }
}

/** The state before the key: a key without state is one that has forgotten. */
async function readOrBegin(
  directory: string,
  name: string | undefined,
): Promise<{ signerKey: string; state: string }> {
  const [statePath, keyPath] = [join(directory, STATE_NAME), join(directory, KEY_NAME)];
  const [state, key] = [await readIfPresent(statePath), await readIfPresent(keyPath)];
  if (key === undefined) {
    if (state !== undefined && notesOf(state, directory).length > 0)
      throw new StartupError(
        `${statePath} is there, but the key it belongs to, ${keyPath}, is lost. Put the key back from a copy, ` +
          'or begin as another witness, with another name and an empty directory.',
      );
    return begin(directory, name);
  }
  const signerKey = key.trim();
  const known = nameOf(signerKey, keyPath);
  if (name !== undefined && name !== known)
    throw new StartupError(`The key in ${keyPath} is that of ${known}, not of ${name}.`);
  if (state === undefined)
    throw new StartupError(
      `${keyPath} is there, but what was signed with it, ${statePath}, is lost. Put the newest copy back, ` +
        'or begin as another witness, with another name and an empty directory: signing on could make a second history.',
    );
  return { signerKey, state };
}

async function begin(
  directory: string,
  name: string | undefined,
): Promise<{ signerKey: string; state: string }> {
  if (name === undefined) throw new StartupError('A new witness needs a name: --name witness.example/w1');
  try {
    checkKeyName(name);
  } catch (error) {
    throw new StartupError((error as Error).message);
  }
  const state = stateText([]);
  const { signerKey } = generateKey(name, 'cosignature');
  await writeFileDurably(join(directory, STATE_NAME), state);
  await writeFileDurably(join(directory, KEY_NAME), `${signerKey}\n`);
  return { signerKey, state };
}

function nameOf(signerKey: string, path: string): string {
  try {
    return cosignatureVerifier(verifierKeyOf(signerKey, 'cosignature')).name;
  } catch (error) {
    throw new StartupError(`${path} is not the key of a witness: ${(error as Error).message}`);
  }
}

function stateText(notes: string[]): string {
  return `${JSON.stringify({ version: 1, checkpoints: notes }, null, 1)}\n`;
}

function notesOf(state: string, directory: string): string[] {
  let read: { version?: unknown; checkpoints?: unknown } | null;
  try {
    read = JSON.parse(state) as typeof read;
  } catch {
    throw broken(directory, 'it is not JSON.');
  }
  const notes = read?.version === 1 ? read.checkpoints : null;
  if (!Array.isArray(notes) || !notes.every((note) => typeof note === 'string'))
    throw broken(directory, 'it is not a list of checkpoints.');
  return notes;
}

function broken(directory: string, why: string): StartupError {
  return new StartupError(
    `${join(directory, STATE_NAME)} is broken: ${why} Put the newest copy back: without knowing what it has signed, the witness ` +
      'could sign a second history.',
  );
}
