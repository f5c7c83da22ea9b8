import { chmod, lchown, lstat, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from './run-program.js';
import { StartupError, errorCode } from './startup-error.js';

/** The unprivileged user PostgreSQL runs as when the archive is started as root. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Undefined for an ordinary user, who simply runs the server as himself. */
export async function chooseServerUser(cluster: string): Promise<ServerUser | undefined> {
  if (process.geteuid?.() !== 0) return undefined;
  if (process.platform !== 'linux') {
    throw new StartupError('PostgreSQL refuses to run as root; start the archive as an ordinary user.');
  }
  return (
    (await ownerOf(cluster)) ??
    (await knownUser('postgres')) ??
    (await knownUser('kataribe')) ??
    (await makeUser()) ??
    (await knownUser('nobody')) ??
    Promise.reject(
      new StartupError(
        'PostgreSQL refuses to run as root and no other user could be found or made; ' +
          'add a user named kataribe (useradd --system kataribe) or start the archive as an ordinary user.',
      ),
    )
  );
}

/** A cluster that exists stays with its owner: another user would have to be given every file. */
async function ownerOf(cluster: string): Promise<ServerUser | undefined> {
  try {
    const { uid, gid } = await stat(cluster);
    if (uid === 0) return undefined;
    const name = (await users()).find((user) => user.uid === uid)?.name ?? String(uid);
    return { name, uid, gid };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function knownUser(name: string): Promise<ServerUser | undefined> {
  return (await users()).find((user) => user.name === name && user.uid !== 0);
}

/** initdb wants its user in there, so a bare number would not do. */
async function users(): Promise<ServerUser[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

async function makeUser(): Promise<ServerUser | undefined> {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'kataribe']],
    ['adduser', ['--system', '--no-create-home', 'kataribe']],
  ];
  for (const [program, args] of ways) {
    try {
      if ((await runProgram(program, args)).succeeded) return await knownUser('kataribe');
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EACCES') throw error;
    }
  }
  return undefined;
}

/**
 * Gives a directory and what is in it to the server's user, and makes it as private as PostgreSQL demands.
 * Goes through the whole tree only when the directory is not theirs yet (a copy made by root, a restore).
 */
export async function giveToServer(directory: string, user: ServerUser | undefined): Promise<void> {
  if (process.platform === 'win32') return;
  const { uid, mode } = await stat(directory);
  if (user && uid !== user.uid) await giveTree(directory, user);
  if ((mode & 0o777) !== 0o700) await chmod(directory, 0o700);
}

async function giveTree(path: string, user: ServerUser): Promise<void> {
  if ((await lstat(path)).isDirectory()) {
    for (const name of await readdir(path)) await giveTree(join(path, name), user);
  }
  // lchown, or a symlink in there would give away what it points to.
  await lchown(path, user.uid, user.gid);
}
