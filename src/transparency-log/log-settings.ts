import { randomBytes } from 'node:crypto';

/** Injection token of the LogSettings, or null: then nothing is put into the tree here. */
export const LOG_SETTINGS = Symbol('LogSettings');

export interface LogSettings {
  /** The file of the keys that checkpoints are signed with */
  keyFile: string;
  /** What the log is called where it begins here (C2SP checkpoint origin): a name without spaces, best an address */
  origin: string;
}

/**
 * @param keyFile where the key is kept unless KATARIBE_LOG_KEY says otherwise; null where there is no data directory
 * @returns null where no place for the key is named
 */
export function logSettings(environment: NodeJS.ProcessEnv, keyFile: string | null): LogSettings | null {
  const file = environment.KATARIBE_LOG_KEY || keyFile;
  if (file === null) return null;
  return { keyFile: file, origin: environment.KATARIBE_LOG_ORIGIN || originOf(environment) };
}

/** The address of the archive, without what is before it; where it has none, a name that nobody else has either. */
function originOf({ KATARIBE_PUBLIC_URL: publicUrl }: NodeJS.ProcessEnv): string {
  if (!publicUrl || !URL.canParse(publicUrl)) return `kataribe.local/${randomName()}`;
  const { host, pathname } = new URL(publicUrl);
  return `${host}${pathname.replace(/\/$/, '')}/api/log`;
}

function randomName(): string {
  return randomBytes(6).toString('hex');
}
