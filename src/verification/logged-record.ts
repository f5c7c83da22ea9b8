import type { Envelope } from './envelope.js';

/** One entry of the log, with what its commitments were made with. */
export interface Entry {
  order: number;
  envelope: Envelope;
  salt: Buffer | null;
  /** What is left of the salt where words were erased: of each column its own */
  salts: Record<string, string> | null;
}

/** What the log says of one version of a row. */
export interface LoggedVersion {
  number: number;
  /** The entry of the activity that wrote it; missing only where the log is not whole */
  written: Entry | null;
  /** Entries that took its place since words of it were erased, in order */
  erasures: Entry[];
  /** The last that says who may read it */
  access: Entry | null;
  deleted: Entry | null;
  /** Whether the row was found, as it is now or in history */
  isThere: boolean;
}

/** What the log says of a row, version by version. */
export interface LoggedRecord {
  versions: Map<number, LoggedVersion>;
  /** Entries that repeat one that is there */
  repeated: Entry[];
}

/** @param entries all of one row */
export function recordOf(entries: Entry[]): LoggedRecord {
  if (entries.length > 1) entries.sort((a, b) => a.order - b.order);
  const record: LoggedRecord = { versions: new Map(), repeated: [] };
  for (const entry of entries) {
    const version = versionOf(record, entry.envelope.version);
    const { columns, deleted, erased, access } = entry.envelope;
    if (access !== null) version.access = entry;
    if (deleted) version.deleted = entry;
    else if (columns !== null && erased.length > 0) version.erasures.push(entry);
    else if (columns !== null && version.written === null) version.written = entry;
    else if (columns !== null) record.repeated.push(entry);
  }
  return record;
}

function versionOf(record: LoggedRecord, number: number): LoggedVersion {
  let version = record.versions.get(number);
  if (version === undefined) {
    version = { number, written: null, erasures: [], access: null, deleted: null, isThere: false };
    record.versions.set(number, version);
  }
  return version;
}

/** @returns the entries that commit to columns of a version, in order; the last stands for it */
export function envelopesOf({ written, erasures }: LoggedVersion): Entry[] {
  return written === null ? erasures : [written, ...erasures];
}
