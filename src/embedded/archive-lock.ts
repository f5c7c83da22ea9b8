import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readIfPresent } from './files.js';
import { StartupError, errorCode } from './startup-error.js';

export const LOCK_NAME = 'kataribe.lock';

interface Holder {
  pid: number;
  /** Clock ticks from boot to the start of the process; a pid alone is soon given to another process. */
  processStart: string | null;
  /** The same ticks after a reboot are another process. */
  boot: string | null;
}

export interface ArchiveLock {
  release(): Promise<void>;
}

/**
 * One archive, or witness, per directory. It guards one machine (and one pid namespace), like PostgreSQL's own lock:
 * two machines, or two containers, on one shared volume do not see each other.
 */
export async function lockArchive(
  directory: string,
  program: 'archive' | 'witness' = 'archive',
): Promise<ArchiveLock> {
  const path = join(directory, LOCK_NAME);
  const own = JSON.stringify({ ...(await thisProcess()), nonce: randomBytes(8).toString('hex') });
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await createLock(path, own)) return { release: () => release(path, own) };
    const found = await readSettled(path);
    if (found === undefined) continue;
    const holder = parse(found);
    if (holder && (await isAlive(holder))) throw alreadyRunning(program, holder.pid, directory);
    await removeStale(path, found);
  }
  throw new StartupError(`The lock ${path} could not be taken; start the ${program} again.`);
}

/** Whether an archive that is alive holds the directory. It may have ended by the time one hears so. */
export async function isLocked(directory: string): Promise<boolean> {
  const text = await readIfPresent(join(directory, LOCK_NAME));
  const holder = text === undefined ? undefined : parse(text);
  return holder !== undefined && (await isAlive(holder));
}

function alreadyRunning(program: string, pid: number, directory: string): StartupError {
  return new StartupError(
    `Another ${program} (process ${pid}) already runs on ${directory}; ` +
      'stop it first or choose another directory.',
  );
}

async function createLock(path: string, own: string): Promise<boolean> {
  let file;
  try {
    file = await open(path, 'wx', 0o600);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await file.writeFile(own);
    await file.close();
    return true;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
}

/** A lock is created empty and filled at once; one that stays empty was left by a process killed in between. */
async function readSettled(path: string): Promise<string | undefined> {
  let text = await readIfPresent(path);
  for (let waited = 0; text === '' && waited < 1000; waited += 20) {
    await delay(20);
    text = await readIfPresent(path);
  }
  return text;
}

/**
 * Renamed away rather than removed: of several starters that found the same stale lock one succeeds, and one that
 * came so late that it took the new lock of another sees so and puts it back.
 */
async function removeStale(path: string, judged: string): Promise<void> {
  const aside = `${path}.stale-${randomBytes(6).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readIfPresent(aside)) !== judged) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function release(path: string, own: string): Promise<void> {
  if ((await readIfPresent(path)) === own) await rm(path, { force: true });
}

function parse(text: string): Holder | undefined {
  try {
    const { pid, processStart, boot } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || pid <= 0) return undefined;
    return { pid, processStart: processStart ?? null, boot: boot ?? null };
  } catch {
    return undefined;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  const [now, boot] = [await processState(holder.pid), await bootId()];
  if (now === undefined || holder.processStart === null) return true;
  return !now.dead && now.start === holder.processStart && boot === holder.boot;
}

async function thisProcess(): Promise<Holder> {
  const state = await processState(process.pid);
  return { pid: process.pid, processStart: state?.start ?? null, boot: await bootId() };
}

/** Undefined where the system does not tell (no /proc, or hidden from us). */
export async function processState(pid: number): Promise<{ start: string; dead: boolean } | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets and may hold spaces and brackets of its own.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, start] = [fields[0], fields[19]];
    if (state === undefined || start === undefined) return undefined;
    // A zombie still has its pid; as pid 1 of a container node never clears those it inherits.
    return { start, dead: state === 'Z' || state === 'X' };
  } catch {
    return undefined;
  }
}

async function bootId(): Promise<string | null> {
  try {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  } catch {
    return null;
  }
}
