import { randomBytes } from 'node:crypto';
import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isTemporary, readIfPresent, writeFileDurably } from './files.js';
import { StartupError, errorCode } from './startup-error.js';

const MARKER_NAME = 'kataribe.json';
const PASSWORDS_NAME = 'postgres-passwords.json';
const FORMAT = 1;

export interface Marker {
  format: number;
  createdAt: string;
  /** Set when the first start has got as far as roles and database; from then on the cluster must be there. */
  databaseMadeAt?: string;
}

export type RoleName = 'superuser' | 'owner' | 'app' | 'reader';
export type Passwords = Record<RoleName, string>;

/** The real path of the data directory, made when missing. Writes nothing into a directory that is not ours. */
export async function openDataDirectory(path: string): Promise<string> {
  const wanted = resolve(path);
  try {
    await mkdir(dirname(wanted), { recursive: true });
    await mkdir(wanted, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const isDirectory = await stat(wanted).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isDirectory) {
      throw new StartupError(
        `The data directory ${wanted} cannot be used, because it is or lies below a file; choose another one.`,
        { cause: error },
      );
    }
  }
  const directory = await realpath(wanted);
  await readMarker(directory);
  return directory;
}

/** Undefined in a new directory; refuses a directory with other people's files and one of another format. */
export async function readMarker(directory: string): Promise<Marker | undefined> {
  const path = join(directory, MARKER_NAME);
  const text = await readIfPresent(path);
  if (text === undefined) {
    // A start killed at once leaves its lock or half a marker; a volume of its own has lost+found.
    const foreign = (await readdir(directory)).filter(
      (name) => name !== 'lost+found' && !name.startsWith('kataribe.'),
    );
    if (foreign.length === 0) return undefined;
    throw new StartupError(
      `The directory ${directory} holds files of something else (${foreign[0]}) and no ${MARKER_NAME}; ` +
        'choose an empty or new data directory.',
    );
  }
  const marker = parseObject<Marker>(text);
  if (!marker) {
    throw new StartupError(`${path} is damaged; restore it from a backup of the data directory.`);
  }
  if (marker.format !== FORMAT) {
    throw new StartupError(
      `The data directory ${directory} has format ${String(marker.format)}, but this version of the archive ` +
        `knows only format ${FORMAT}; start it with the version that made it.`,
    );
  }
  return { ...marker, format: FORMAT, createdAt: marker.createdAt ?? '' };
}

export async function writeMarker(directory: string, change: Partial<Marker>): Promise<Marker> {
  const marker = { format: FORMAT, createdAt: new Date().toISOString(), ...change };
  await writeFileDurably(join(directory, MARKER_NAME), JSON.stringify(marker, null, 2) + '\n');
  return marker;
}

/** Made before the cluster, so that a start killed between the two finds them again. */
export async function obtainPasswords(directory: string, clusterExists: boolean): Promise<Passwords> {
  const path = join(directory, PASSWORDS_NAME);
  const text = await readIfPresent(path);
  if (text !== undefined) {
    const passwords = parseObject<Passwords>(text);
    const { superuser, owner, app, reader } = passwords ?? {};
    if (superuser && owner && app && reader) return { superuser, owner, app, reader };
  }
  if (text !== undefined || clusterExists) {
    throw new StartupError(
      `${path}, which holds the passwords of the database in ${directory}, is missing or damaged; ` +
        'restore it from a backup of the data directory.',
    );
  }
  const password = () => randomBytes(32).toString('base64url');
  const made: Passwords = { superuser: password(), owner: password(), app: password(), reader: password() };
  await writeFileDurably(path, JSON.stringify(made, null, 2) + '\n');
  return made;
}

/** What a killed start left half-made. Its initdb may still be at work, hence no error when that is in the way. */
export async function removeLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!isTemporary(name) && !name.startsWith('kataribe.lock.')) continue;
    await rm(join(directory, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

function parseObject<T>(text: string): Partial<T> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
