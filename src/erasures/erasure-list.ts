import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from '../embedded/files.js';
import { errorCode, StartupError } from '../embedded/startup-error.js';
import { DamagedList, type Entry, readList, type ReadList } from './erasure-list.rules.js';

/**
 * The list of erasures, outside of the database: a restored backup knows nothing of what was erased since, the list does.
 * Whoever reads or orders holds the lock of erasures (locks.ts), so that two instances do not write over each other.
 */
export class ErasureList {
  /** @param path null where an archive on its own PostgreSQL was given none */
  constructor(readonly path: string | null) {}

  /** Makes it where there is none, so that a place that cannot be written is known at the start. @returns whether it is new */
  async begin(): Promise<boolean> {
    if (this.path === null) return false;
    try {
      await (await open(this.path, 'ax', 0o600)).close();
      await syncDirectory(dirname(this.path));
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw this.unreadable(error);
    }
  }

  /** Reads all of it, and takes away what a power failure left of a last line. */
  async read(): Promise<ReadList> {
    if (this.path === null) return readList('');
    try {
      const bytes = await readFile(this.path);
      const list = readList(bytes.toString('utf8'));
      if (list.wholeBytes < bytes.length) await this.cutOff(list.wholeBytes);
      return list;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return readList('');
      throw this.unreadable(error);
    }
  }

  /** Adds a line; when this returns it is on the disk. */
  async append(entry: Entry): Promise<void> {
    if (this.path === null) return;
    await this.begin();
    const file = await open(this.path, 'a', 0o600);
    try {
      // In one write: a line is there or it is not.
      await file.write(`${JSON.stringify(entry)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private async cutOff(length: number): Promise<void> {
    const file = await open(this.path!, 'r+');
    try {
      await file.truncate(length);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private unreadable(error: unknown): StartupError {
    const why =
      error instanceof DamagedList
        ? `line ${error.line} of it is damaged. Put a whole copy in its place, or mend that line`
        : `it cannot be read and written (${errorCode(error) ?? String(error)})`;
    return new StartupError(
      `The list of erasures ${this.path} says what must not come back with a backup, but ${why}. ` +
        'The archive does not start without it.',
      { cause: error },
    );
  }
}
