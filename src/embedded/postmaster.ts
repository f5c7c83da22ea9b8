import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { processState } from './archive-lock.js';
import { readIfPresent } from './files.js';
import { runProgram } from './run-program.js';
import { errorCode } from './startup-error.js';

export interface Postmaster {
  readonly pid: number;
  /** False when the process of that number is not the server of this cluster: the pid was given anew. */
  readonly ours: boolean;
}

/** Who is behind postmaster.pid; undefined when nobody is. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readIfPresent(join(cluster, 'postmaster.pid'));
  // A server without clients, run by hand (postgres --single), writes its number negative.
  const pid = Math.abs(Number.parseInt(text ?? '', 10));
  if (!Number.isSafeInteger(pid) || pid === 0 || !exists(pid)) return undefined;
  return { pid, ours: await isServerOf(cluster, pid) };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/**
 * After a crash and a reboot, or in a new container, the number soon belongs to something else, and PostgreSQL
 * then refuses to start. Never signal it before this was asked.
 */
async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  switch (process.platform) {
    case 'linux':
      return (await processState(pid))?.dead === false && (await worksIn(cluster, pid));
    case 'win32':
      // pg_ctl signals through a pipe that only a PostgreSQL server has, so nobody else is hurt.
      return true;
    default: {
      const { output } = await runProgram('ps', ['-o', 'comm=', '-p', String(pid)]);
      return output.includes('postgres');
    }
  }
}

/** A server's working directory is its cluster from before it writes postmaster.pid to its end. */
async function worksIn(cluster: string, pid: number): Promise<boolean> {
  try {
    const [own, its] = await Promise.all([stat(cluster), stat(`/proc/${pid}/cwd`)]);
    return own.dev === its.dev && own.ino === its.ino;
  } catch (error) {
    // Not to be read: it is of another user, and PostgreSQL runs on nothing but its own user's directories.
    if (['ENOENT', 'EACCES', 'EPERM', 'ESRCH'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}
