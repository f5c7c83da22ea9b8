import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ServerUser } from './server-user.js';
import { createAfresh } from './files.js';
import { tail } from './server-log.js';

export interface RunOptions {
  /** Run as this user instead of our own (we are root). */
  user?: ServerUser | undefined;
  /** Directories the program is to reach; it names them as pathForServer says. */
  directories?: string[];
  variables?: Record<string, string>;
  /**
   * Write output to this file instead of a pipe. A program that leaves a server behind needs it: the server
   * inherits the pipe and holds it open for ever, and breaks it when we are gone.
   */
  logFile?: string;
}

const FIRST_DESCRIPTOR = 3;

/**
 * How the server names one of `directories`. As root the server runs as another user, who often cannot walk
 * there: the archive may lie below a directory only root may enter (/root, a 0700 volume). We open the directory
 * ourselves and let the program inherit it; /proc/self/fd/3 then leads into the directory itself, past the
 * parents, in the program and in every process it starts. No permission of the user's directories is changed,
 * no capability is needed and nothing has to live elsewhere.
 */
export function pathForServer(user: ServerUser | undefined, directories: string[], index: number): string {
  const path = directories[index];
  if (path === undefined) throw new RangeError(`no directory ${index}`);
  return user ? `/proc/self/fd/${FIRST_DESCRIPTOR + index}` : path;
}

/** Runs one of PostgreSQL's programs to its end. Rejects only when it could not be run at all. */
export async function runProgram(
  program: string,
  args: string[],
  options: RunOptions = {},
): Promise<{ succeeded: boolean; output: string }> {
  const { user, logFile } = options;
  const handles: FileHandle[] = [];
  try {
    const inherited: number[] = [];
    if (user) {
      for (const directory of options.directories ?? []) {
        const handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
        handles.push(handle);
        inherited.push(handle.fd);
      }
    }
    const log = logFile === undefined ? undefined : await createAfresh(logFile);
    if (log) handles.push(log);
    const target = log?.fd ?? 'pipe';

    const child = spawn(program, args, {
      // The server would keep our working directory busy, and may not be able to read it.
      cwd: process.platform === 'win32' ? undefined : '/',
      env: { ...environment(), ...options.variables },
      stdio: ['ignore', target, target, ...inherited],
      windowsHide: true,
      ...(user && { uid: user.uid, gid: user.gid }),
    });
    let piped = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (piped += text));
    }
    const succeeded = await new Promise<boolean>((resolve, reject) => {
      child.on('error', reject);
      child.on(log ? 'exit' : 'close', (code: number | null) => resolve(code === 0));
    });
    return { succeeded, output: logFile === undefined ? piped : await tail(logFile) };
  } finally {
    for (const handle of handles) await handle.close();
  }
}

/**
 * Next to nothing of our own environment: PGPORT, PGOPTIONS and the like would change the server, LD_LIBRARY_PATH
 * its libraries, LANG the language of the messages we read, and the archive's secrets are none of its business.
 */
function environment(): Record<string, string> {
  const names =
    process.platform === 'win32' ? ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'USERNAME', 'ComSpec'] : ['PATH'];
  const kept: Record<string, string> = { LC_ALL: 'C' };
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
