import { readIfPresent, writeFileDurably } from '../embedded/files.js';
import { errorCode, StartupError } from '../embedded/startup-error.js';
import { BadNote } from '../merkle-log/bad-note.js';
import { generateKey, noteSigner, type NoteSigner, verifierKeyOf } from '../merkle-log/note-key.js';

/** A key that is at hand, with what others verify its signatures by. */
export interface LogKey extends NoteSigner {
  verifierKey: string;
}

/** The keys that checkpoints are signed with: a signer key a line (C2SP signed-note), for the archive's user alone. */
export class LogKeyFile {
  constructor(readonly path: string) {}

  /** @returns the keys, the oldest first; none where there is no such file */
  async read(): Promise<LogKey[]> {
    return (await this.lines()).map((line, index) => {
      try {
        return { ...noteSigner(line), verifierKey: verifierKeyOf(line) };
      } catch (error) {
        if (!(error instanceof BadNote)) throw error;
        throw new StartupError(`Line ${index + 1} of ${this.path} is no key of the log: ${error.message}`);
      }
    });
  }

  /** Adds a new key after those there are; when this returns it is on the disk. */
  async add(name: string): Promise<void> {
    await this.write([...(await this.lines()), generateKey(name).signerKey]);
  }

  /** Takes a key out: from then on it signs nothing. */
  async remove(verifierKey: string): Promise<void> {
    await this.write((await this.lines()).filter((line) => verifierKeyOf(line) !== verifierKey));
  }

  private async lines(): Promise<string[]> {
    const text = await readIfPresent(this.path).catch((error: unknown) => {
      throw this.failure('read', error);
    });
    return (text ?? '').split('\n').filter((line) => line.trim() !== '');
  }

  /** All of it or nothing, and on the disk: a key that has signed once must not be lost with the power. */
  private async write(lines: string[]): Promise<void> {
    await writeFileDurably(this.path, lines.map((line) => `${line}\n`).join('')).catch((error: unknown) => {
      throw this.failure('written', error);
    });
  }

  private failure(how: string, error: unknown): StartupError {
    return new StartupError(
      `The key of the log ${this.path} cannot be ${how} (${errorCode(error) ?? String(error)}).`,
      { cause: error },
    );
  }
}
