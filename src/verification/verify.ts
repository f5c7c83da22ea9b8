import { checkKept, type Trusted } from './check-signatures.js';
import { checkRedactions } from './check-sequence.js';
import type { Tree } from './check-tree.js';
import { type Finding, Findings, type Information } from './finding.js';
import { type KeptCheckpoint } from './kept-checkpoints.js';
import { type LoggedTable, loggedTables, unreadableTables } from './logged-tables.js';
import { Session } from './session.js';
import { doShare, type Part, PARTS, sharesOf } from './shares.js';
import { readVerifierKey, type VerifierKey } from './signed-notes.js';
import { Threads } from './threads.js';

export interface Wanted {
  /** Of whoever owns the tables and may step into the role that verifies */
  connectionString: string;
  /** What to verify; all where it is left out */
  parts?: readonly Part[];
  /** Verifier keys of the log, where those that the archive has recorded are not to be trusted */
  keys?: readonly VerifierKey[];
  witnesses?: readonly VerifierKey[];
  /** Checkpoints that were kept elsewhere */
  kept?: readonly KeptCheckpoint[];
  /** What does the work beside one another; left out: one share after the other, here */
  threads?: ThreadsWanted;
  onProgress?: (progress: Progress) => void;
}

export interface ThreadsWanted {
  /** `thread.js`, as it is built */
  file: URL;
  many: number;
}

export interface Progress {
  /** Of shares */
  done: number;
  of: number;
  entries: number;
}

export interface Verification {
  findings: Finding[];
  /** How many of each code: all, while of one code only so many are told one by one */
  byCode: Record<string, number>;
  information: Information[];
  counts: Record<string, number>;
  /** The size and the root of the tree; null where it was not worked out */
  tree: Tree | null;
  seconds: number;
}

/**
 * Recomputes what the archive says of itself from tables, history, links and log, all as they are at one moment; the archive may
 * go on being written.
 * @throws where it cannot be done: no connection, no right to look
 */
export async function verifyArchive(wanted: Wanted): Promise<Verification> {
  const begun = performance.now();
  const parts = wanted.parts ?? PARTS;
  const session = await Session.open(wanted.connectionString);
  const findings = new Findings();
  let tree: Tree | null = null;
  try {
    const tables = await loggedTables(session);
    for (const table of await unreadableTables(session)) {
      findings.find({
        code: 'table.not_under_the_log',
        table,
        message: `The rows of ${table} are written by activities, and it was never put under the log.`,
      });
    }
    const trusted = await trustedKeys(session, wanted, findings);
    const kept = [...(wanted.kept ?? [])];
    if (parts.includes('log')) checkKept(kept, trusted, findings);
    const shares = await sharesOf(session, parts);
    const progress: Progress = { done: 0, of: shares.length, entries: 0 };
    const done = (made: Tree | undefined): void => {
      tree ??= made ?? null;
      progress.done++;
      progress.entries = Math.max(findings.counts.entries ?? 0, findings.counts.leaves ?? 0);
      wanted.onProgress?.(progress);
    };
    if (wanted.threads === undefined) {
      for (const share of shares) done(await doShare(session, share, { tables, trusted, kept }, findings));
    } else {
      const { file, many } = wanted.threads;
      const data = {
        connectionString: wanted.connectionString,
        snapshot: await session.snapshot(),
        keys: trusted.keys.map(({ text }) => text),
        areGiven: trusted.areGiven,
        witnesses: trusted.witnesses.map(({ text }) => text),
        origin: trusted.origin,
        kept: kept.map(({ from, note }) => ({ from, note })),
      };
      await new Threads(file, data, many).doAll(shares, findings, done);
    }
    if (parts.includes('rows')) {
      checkCoverage(tables, findings);
      const redacting = findings.information.filter(({ code }) => code === 'redacted');
      await checkRedactions(
        session,
        redacting.map(({ activity }) => activity!),
        findings,
      );
    }
  } finally {
    await session.close();
  }
  const { counts, byCode, information } = findings;
  const seconds = (performance.now() - begun) / 1000;
  return { findings: findings.findings, byCode, information, counts, tree, seconds };
}

/** @returns what the log of an archive is called; null where it has no key yet */
export async function recordedOrigin(connectionString: string): Promise<string | null> {
  const session = await Session.open(connectionString);
  try {
    const [row] = await session.rows('SELECT verifier_key FROM public.log_key ORDER BY sequence LIMIT 1');
    return row === undefined ? null : (readVerifierKey(row[0]!)?.name ?? null);
  } finally {
    await session.close();
  }
}

/** The keys of the log: those given, or those that the archive has recorded, which are rows in the log as others are. */
async function trustedKeys(session: Session, wanted: Wanted, findings: Findings): Promise<Trusted> {
  const rows = (await session.rows('SELECT verifier_key, id FROM public.log_key ORDER BY sequence')) as [
    string,
    string,
  ][];
  const recorded: VerifierKey[] = [];
  for (const [text, id] of rows) {
    const key = readVerifierKey(text);
    if (key !== null) recorded.push(key);
    else {
      findings.find({
        code: 'key.unreadable',
        table: 'log_key',
        id,
        column: 'verifier_key',
        message: `What the archive has recorded as a key of its log is none: ${text.slice(0, 100)}`,
      });
    }
  }
  const given = [...(wanted.keys ?? [])];
  for (const key of given) {
    if (recorded.some(({ text }) => text === key.text)) continue;
    findings.find({
      code: 'key.not_recorded',
      message: `The archive has not recorded the key ${key.name}+${key.keyId}, which was given: its keys were exchanged.`,
    });
  }
  const keys = given.length > 0 ? given : recorded;
  return {
    keys,
    areGiven: given.length > 0,
    witnesses: [...(wanted.witnesses ?? [])],
    origin: keys[0]?.name ?? null,
  };
}

/** A column that no newest envelope of a table commits to was added without being put under the log. */
function checkCoverage(tables: readonly LoggedTable[], findings: Findings): void {
  for (const { name, columns } of tables) {
    const committed = findings.committed.get(name);
    if (committed === undefined) continue;
    for (const column of columns) {
      if (committed.has(column.name)) continue;
      findings.find({
        code: 'column.uncommitted',
        table: name,
        column: column.name,
        message: `No entry of the log commits to ${column.name} of ${name}: the column was added without putting it under the log.`,
      });
    }
  }
}
