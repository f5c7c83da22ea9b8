import { parentPort, workerData } from 'node:worker_threads';
import { Findings } from './finding.js';
import { keptCheckpoint } from './kept-checkpoints.js';
import { loggedTables } from './logged-tables.js';
import { Session } from './session.js';
import { type Circumstances, doShare, type Share } from './shares.js';
import { readVerifierKey, type VerifierKey } from './signed-notes.js';
import type { Done, ThreadData } from './threads.js';

/* A thread of the verification: does one share after the other, and answers each with what it found. */

const data = workerData as ThreadData;
const keysOf = (texts: string[]): VerifierKey[] => texts.map((text) => readVerifierKey(text)!);
const session = await Session.open(data.connectionString, data.snapshot);
const circumstances: Circumstances = {
  tables: await loggedTables(session),
  trusted: {
    keys: keysOf(data.keys),
    areGiven: data.areGiven,
    witnesses: keysOf(data.witnesses),
    origin: data.origin,
  },
  kept: data.kept.map(({ from, note }) => keptCheckpoint(from, note)),
};

parentPort!.on('message', (share: Share) => {
  const found = new Findings();
  void doShare(session, share, circumstances, found).then(
    (tree) => {
      const done: Done = {
        findings: found.findings,
        byCode: found.byCode,
        information: found.information,
        counts: found.counts,
        committed: [...found.committed].map(([table, columns]) => [table, [...columns]]),
        tree,
      };
      parentPort!.postMessage(done);
    },
    (error: unknown) => {
      // Ends the thread, and with it the verification.
      setImmediate(() => {
        throw error;
      });
    },
  );
});
