import { appendFile, chown, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Binaries, MAJOR_VERSION, program } from './binaries.js';
import { createAfresh, readIfPresent, syncDirectory, temporaryName } from './files.js';
import { findPostmaster } from './postmaster.js';
import { pathForServer, runProgram } from './run-program.js';
import { serverLogSince, tellingLine, tellsOfFullDisk } from './server-log.js';
import { type ServerUser, giveToServer } from './server-user.js';
import { SETTINGS_NAME, writeSettings } from './settings.js';
import { StartupError, diskFull, errorCode } from './startup-error.js';

/** PostgreSQL's own directory and all that is needed to run its programs on it. */
export interface Cluster {
  readonly dataDirectory: string;
  readonly directory: string;
  readonly logDirectory: string;
  readonly user: ServerUser | undefined;
  readonly binaries: Binaries;
}

export const SUPERUSER = 'kataribe_superuser';

/** True when there is a cluster of our version; throws when there is something else. */
export async function clusterExists(directory: string, mustExist: boolean): Promise<boolean> {
  const version = (await readIfPresent(join(directory, 'PG_VERSION')))?.trim();
  if (version === MAJOR_VERSION) return true;
  if (version !== undefined) {
    throw new StartupError(
      `${directory} was made by PostgreSQL ${version}, but this archive brings PostgreSQL ${MAJOR_VERSION}; ` +
        'start it with the version of the archive that made it, export, and import into a new data directory.',
    );
  }
  if (mustExist) {
    throw new StartupError(
      `${directory} no longer holds the database of this archive; restore it from a backup ` +
        '(or mount the volume it lies on).',
    );
  }
  return false;
}

/** Made beside and renamed into place: a start killed on the way leaves nothing that looks like a cluster. */
export async function makeCluster(cluster: Cluster, password: string, sync: boolean): Promise<void> {
  const { user } = cluster;
  const workshop = temporaryName(cluster.directory);
  await mkdir(workshop, { mode: 0o700 });
  try {
    await writeFile(join(workshop, 'password'), `${password}\n`, { mode: 0o600 });
    if (user) {
      await chown(join(workshop, 'password'), user.uid, user.gid);
      await chown(workshop, user.uid, user.gid);
    }
    const seen = pathForServer(user, [workshop], 0);
    const { succeeded, output } = await runProgram(
      program(cluster.binaries, 'initdb'),
      [
        `--username=${SUPERUSER}`,
        `--pwfile=${seen}/password`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Not of the operating system, whose updates change the order of text and so break indexes.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--data-checksums',
        '--no-instructions',
        ...(sync ? [] : ['--no-sync']),
      ],
      // By the environment and not by -D, which initdb and pg_ctl hand to a shell with too little quoting.
      { user, directories: [workshop], variables: { PGDATA: `${seen}/cluster` } },
    );
    if (!succeeded) {
      await keepLog(cluster, 'initdb.log', output);
      throw await failure(cluster, 'The database could not be made', output);
    }
    const made = join(workshop, 'cluster');
    await appendFile(join(made, 'postgresql.conf'), `\ninclude = '${SETTINGS_NAME}'\n`);
    // An empty directory (a mount point prepared by hand) may be replaced, anything else not.
    await rmdir(cluster.directory).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw inTheWay(cluster.directory, error);
    });
    await rename(made, cluster.directory);
    await syncDirectory(cluster.dataDirectory);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

function inTheWay(directory: string, cause: unknown): StartupError {
  return new StartupError(
    `${directory} holds no database and cannot be replaced by a new one; remove it, or mount a volume one level higher.`,
    { cause },
  );
}

/** Starts the server on a free port of 127.0.0.1 and waits until it takes connections. */
export async function startServer(
  cluster: Cluster,
  settings: Record<string, string>,
  onProgress: (line: string) => void,
): Promise<number> {
  await prepareDirectories(cluster);
  for (let attempt = 1; ; attempt++) {
    await endOrphan(cluster, onProgress);
    await removeReusedPid(cluster);
    const port = settings['port'] === undefined ? await freePort() : Number(settings['port']);
    const log_directory = pathForServer(cluster.user, directories(cluster), 1);
    await writeSettings(cluster.directory, { log_directory, ...settings, port: String(port) }, cluster.user);
    const since = Date.now();
    const { succeeded, output } = await waitFor(runPgCtl(cluster, ['start']), onProgress);
    if (succeeded) return port;

    const said = `${output}\n${await serverLogSince(cluster.logDirectory, since)}`;
    // Somebody else took the port between our look and the start.
    const portTaken = /could not bind .*Address already in use/.test(said) && settings['port'] === undefined;
    // Of a postmaster killed with -9 a backend may still be at work; it ends as soon as it notices.
    const dying = /pre-existing shared memory block .* is still in use/.test(said);
    // An archive killed just before left a server that was still on its way up.
    const beaten = /lock file "postmaster.pid" already exists/.test(said);
    if (attempt < 20 && (portTaken || dying || beaten)) {
      if (dying) await delay(250);
      continue;
    }
    throw await failure(cluster, 'PostgreSQL could not be started', said);
  }
}

/** Fast: sessions are ended, what is committed is kept. Succeeds when the server is gone already. */
export async function stopServer(cluster: Cluster): Promise<void> {
  // Asked first, or pg_ctl would signal whoever has the number of a server that crashed.
  if (!(await findPostmaster(cluster.directory))?.ours) return;
  const { succeeded, output } = await runPgCtl(cluster, ['stop', '--mode=fast']);
  if (succeeded || !(await findPostmaster(cluster.directory))?.ours) return;
  throw await failure(cluster, 'PostgreSQL could not be stopped', output);
}

/**
 * We hold the lock of the archive, so a server on this cluster was left by an archive that was killed. It is not
 * adopted: it may be of an older version of the binaries or have other settings, and its sessions may still hold
 * locks.
 */
async function endOrphan(cluster: Cluster, onProgress: (line: string) => void): Promise<void> {
  const found = await findPostmaster(cluster.directory);
  if (!found?.ours) return;
  onProgress(`Stopping the PostgreSQL (process ${found.pid}) that an archive killed earlier left running`);
  await stopServer(cluster);
}

/** PostgreSQL would take the process that has the number now for its predecessor, and refuse to start. */
async function removeReusedPid(cluster: Cluster): Promise<void> {
  const found = await findPostmaster(cluster.directory);
  if (found && !found.ours) await rm(join(cluster.directory, 'postmaster.pid'), { force: true });
}

const START_LOG = 'start.log';
const STOP_LOG = 'stop.log';

function directories(cluster: Cluster): string[] {
  return [cluster.directory, cluster.logDirectory];
}

/**
 * pg_ctl detaches the server: Ctrl-C in the terminal reaches the archive only, which can so close its work first.
 * The price is that the server outlives an archive killed with -9; see endOrphan.
 */
async function runPgCtl(cluster: Cluster, args: string[]): Promise<{ succeeded: boolean; output: string }> {
  const { user } = cluster;
  return runProgram(
    program(cluster.binaries, 'pg_ctl'),
    // Recovery after a crash may take its time; pg_ctl notices by itself when the server dies over it.
    ['--wait', '--timeout=86400', ...args],
    {
      user,
      directories: directories(cluster),
      variables: { PGDATA: pathForServer(user, directories(cluster), 0) },
      logFile: join(cluster.logDirectory, args[0] === 'start' ? START_LOG : STOP_LOG),
    },
  );
}

async function prepareDirectories(cluster: Cluster): Promise<void> {
  await mkdir(cluster.logDirectory, { recursive: true, mode: 0o700 });
  for (const directory of directories(cluster)) await giveToServer(directory, cluster.user);
}

/** Whoever waits longer than usual is told so. */
async function waitFor<T>(work: Promise<T>, onProgress: (line: string) => void): Promise<T> {
  const timer = setInterval(
    () => onProgress('PostgreSQL is still starting (after a crash it first recovers what was committed)'),
    10_000,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The disk may be full, which must not hide the failure itself. */
async function keepLog(cluster: Cluster, name: string, text: string): Promise<void> {
  try {
    await mkdir(cluster.logDirectory, { recursive: true, mode: 0o700 });
    const file = await createAfresh(join(cluster.logDirectory, name));
    await file.writeFile(text).finally(() => file.close());
  } catch {
    // The message has the line that matters.
  }
}

async function failure(cluster: Cluster, sentence: string, output: string): Promise<StartupError> {
  if (await tellsOfFullDisk(output, cluster.dataDirectory)) return diskFull(cluster.dataDirectory);
  return new StartupError(`${sentence}: ${tellingLine(output)} (the full log is in ${cluster.logDirectory})`);
}
