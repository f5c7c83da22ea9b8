import { open, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './startup-error.js';

/** The last part of a log, for an error message; empty when there is no such file. */
export async function tail(path: string, bytes = 16_384): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.min(size, bytes));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

/** What the server wrote to its log files since `since` (milliseconds), at most the last part of the newest. */
export async function serverLogSince(logDirectory: string, since: number): Promise<string> {
  let newest: { path: string; at: number } | undefined;
  for (const name of await readdir(logDirectory)) {
    if (!/^postgresql-.*\.log$/.test(name)) continue;
    const path = join(logDirectory, name);
    const at = (await stat(path)).mtimeMs;
    // File times are a few milliseconds coarser than the clock.
    if (at >= since - 50 && at > (newest?.at ?? 0)) newest = { path, at };
  }
  return newest ? tail(newest.path) : '';
}

/** The one line that says why: the last fatal one, else the last error, else simply the last. */
export function tellingLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line =
    lines.findLast((each) => /\b(PANIC|FATAL|ERROR): /.test(each)) ??
    lines.findLast(
      (each) => /\berror: |could not|cannot/.test(each) && !/could not start server/.test(each),
    ) ??
    lines.at(-1) ??
    'it said nothing';
  // Without the time and process id in front.
  return line.replace(/^.*?\b(?=(PANIC|FATAL|ERROR): )/, '');
}

/**
 * On a full disk the message about it may itself not have been written, hence the look at the disk.
 * /dev/shm has its own limit (64 MB in Docker) and words it alike, but is not the disk of the archive.
 */
export async function tellsOfFullDisk(output: string, directory: string): Promise<boolean> {
  const said = output
    .split('\n')
    .some((line) => /No space left on device|Disk quota exceeded/.test(line) && !/shared memory/.test(line));
  if (said) return true;
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize < 1024 * 1024;
}
