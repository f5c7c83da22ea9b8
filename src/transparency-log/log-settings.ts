import { randomBytes } from 'node:crypto';
import { StartupError } from '../embedded/startup-error.js';
import { BadNote } from '../merkle-log/bad-note.js';
import { cosignatureVerifier } from '../merkle-log/cosignature.js';
import type { WitnessAddress } from '../witness/witness-client.js';

/** Injection token of the LogSettings, or null: then nothing is put into the tree here. */
export const LOG_SETTINGS = Symbol('LogSettings');

/** Seconds between two times that others are asked, where nothing is said */
export const WITNESS_INTERVAL = 10;
export const TIME_STAMP_INTERVAL = 3600;

export interface LogSettings {
  /** The file of the keys that checkpoints are signed with */
  keyFile: string;
  /** What the log is called where it begins here (C2SP checkpoint origin): a name without spaces, best an address */
  origin: string;
  /** Who cosigns checkpoints (C2SP tlog-witness) */
  witnesses?: readonly WitnessAddress[];
  /** Seconds between two times that witnesses are asked */
  witnessInterval?: number;
  /** The address of an authority for time stamps (RFC 3161); null for none */
  timeStampAuthority?: string | null;
  /** Seconds between two time stamps */
  timeStampInterval?: number;
}

/**
 * @param keyFile where the key is kept unless KATARIBE_LOG_KEY says otherwise; null where there is no data directory
 * @returns null where no place for the key is named
 */
export function logSettings(environment: NodeJS.ProcessEnv, keyFile: string | null): LogSettings | null {
  const file = environment.KATARIBE_LOG_KEY || keyFile;
  if (file === null) return null;
  const authority = environment.KATARIBE_TIME_STAMP_AUTHORITY || null;
  if (authority !== null && !URL.canParse(authority)) {
    throw new StartupError(`KATARIBE_TIME_STAMP_AUTHORITY is no address: ${JSON.stringify(authority)}.`);
  }
  return {
    keyFile: file,
    origin: environment.KATARIBE_LOG_ORIGIN || originOf(environment),
    witnesses: witnessesOf(environment.KATARIBE_WITNESSES ?? ''),
    witnessInterval: secondsOf(environment, 'KATARIBE_WITNESS_INTERVAL', WITNESS_INTERVAL),
    timeStampAuthority: authority,
    timeStampInterval: secondsOf(environment, 'KATARIBE_TIME_STAMP_INTERVAL', TIME_STAMP_INTERVAL),
  };
}

/** `https://witness.example/ <verifier key>`, with commas between several. */
function witnessesOf(text: string): WitnessAddress[] {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [url = '', verifierKey = '', ...rest] = part.trim().split(/\s+/);
      try {
        if (rest.length > 0 || !URL.canParse(url)) throw new BadNote('not an address and a key');
        cosignatureVerifier(verifierKey);
      } catch (error) {
        if (!(error instanceof BadNote)) throw error;
        throw new StartupError(
          'KATARIBE_WITNESSES is "<address> <verifier key>" for each witness, with commas between; found ' +
            `${JSON.stringify(part.trim())} (${error.message}).`,
        );
      }
      return { url, verifierKey };
    });
}

function secondsOf(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const seconds = Number(environment[name] || fallback);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400) return seconds;
  throw new StartupError(
    `${name} is a number of seconds from 1 to 86400, found ${JSON.stringify(environment[name])}.`,
  );
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
