import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { AppModule } from '../src/app.module.js';
import { createApp } from '../src/http/create-app.js';
import { Sequencer } from '../src/transparency-log/sequencer.js';
import { verifyArchive } from '../src/verification/verify.js';
import { openBenchArchive } from './archive.js';
import { busyness, machineFacts, postgresCpu } from './machine.js';
import type { Options } from './options.js';

/** Entries that are to be verified in a second, on two processors. */
const LIMIT = 40_000;

/** How long it takes to verify an archive: all of it, and part by part. */
export async function benchVerification(
  options: Options,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const archive = await openBenchArchive(options, say, signal);
  try {
    for (const fact of await machineFacts(archive.connections.owner)) say(fact);
    const log = { keyFile: join(archive.server.dataDirectory, 'log-key'), origin: 'kataribe.bench/log' };
    const app = await createApp(AppModule.on(archive.connections, { log }), pino({ level: 'silent' }));
    await app.get(Sequencer, { strict: false }).sequence();
    await app.close();
    const connectionString = archive.connections.owner;
    const cpu = await postgresCpu(archive.server.dataDirectory);
    say(
      '\n| verified | entries | seconds | entries/s | CPU s: node + pg | memory MB | limit |\n|---|---:|---:|---:|---:|---:|---:|',
    );
    for (const parts of [undefined, ['rows'], ['log'], ['links'], ['access'], ['words']] as const) {
      signal.throwIfAborted();
      const before = process.cpuUsage();
      const postgresBefore = cpu() ?? 0;
      const { counts, seconds, findings } = await verifyArchive({
        connectionString,
        parts,
        threads: {
          file: new URL('../src/verification/thread.js', import.meta.url),
          many: availableParallelism() + 1,
        },
      });
      const spent = process.cpuUsage(before);
      const postgresSpent = (cpu() ?? 0) - postgresBefore;
      if (findings.length > 0) throw new Error(`Found: ${JSON.stringify(findings.slice(0, 3))}`);
      const entries = counts.entries ?? counts.leaves ?? counts.links ?? 0;
      const limit =
        parts === undefined ? `>= ${LIMIT} ${entries / seconds >= LIMIT ? 'met' : 'NOT MET'}` : '';
      say(
        `| ${parts?.join(', ') ?? 'all'} | ${entries} | ${seconds.toFixed(1)} | ${(entries / seconds).toFixed(0)} ` +
          `| ${((spent.user + spent.system) / 1e6).toFixed(1)} + ${(postgresSpent / 1e6).toFixed(1)} | ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} | ${limit} |`,
      );
    }
    say(`Load of the machine: ${busyness()}`);
  } finally {
    await archive.close();
  }
}
