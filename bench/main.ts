import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StartupError } from '../src/embedded/startup-error.js';
import { benchAnchors } from './anchors.js';
import { openBenchArchive } from './archive.js';
import { benchCarrying } from './carrying.js';
import { Child } from './child.js';
import { benchCitations } from './citations.js';
import { benchDocuments } from './documents.js';
import { explain } from './explain.js';
import { checkFairness } from './fairness.js';
import { benchLogging } from './logging.js';
import { busyness, machineFacts, postgresCpu } from './machine.js';
import { compare, warmUp } from './measure.js';
import { benchNames } from './names.js';
import { type Options, readOptions, USAGE, UsageError } from './options.js';
import { drawSamples } from './samples.js';
import { benchProv } from './prov.js';
import { type Row, table } from './table.js';
import { benchTiming } from './timing.js';
import { benchVerification } from './verification.js';
import { worksOn } from './works.js';

const CONNECTIONS = [1, 16];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function bench(options: Options, signal: AbortSignal): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    const archive = await openBenchArchive(options, say, signal);
    undo.push(() => archive.close());
    const { connections, server } = archive;
    for (const fact of await machineFacts(connections.owner)) say(fact);
    const samples = await drawSamples(connections.owner);

    const requests = Object.fromEntries(worksOn(samples, '').map(({ key, sample }) => [key, sample]));
    const capture = Child.start('./capture.js');
    undo.push(() => capture.stop());
    const { statements } = await capture.ask({ kind: 'capture', connections, requests }, 'captured');
    await capture.stop();
    for (const [key, taken] of Object.entries(statements)) {
      say(`${key}: ${taken.length} statements: ${taken.map(({ name, text }) => name ?? text).join(', ')}`);
    }
    if (options.explain) await explain(connections.reader, statements, say);

    const profile = options.profile === null ? null : resolve(options.profile);
    if (profile !== null) await mkdir(profile, { recursive: true });
    const children = {
      bare: Child.start('./bare-server.js', profile),
      ours: Child.start('./api-server.js', profile),
    };
    undo.push(async () => void (await Promise.all([children.bare.stop(), children.ours.stop()])));
    const [bare, ours] = await Promise.all([
      children.bare.ask({ kind: 'start', connections, statements }, 'listening'),
      children.ours.ask({ kind: 'start', connections }, 'listening'),
    ]);
    const sides = {
      bare: { child: children.bare, port: bare.port },
      ours: { child: children.ours, port: ours.port },
    };
    const token = ours.token ?? '';
    await checkFairness({ ours: ours.port, bare: bare.port }, token, samples, connections.owner);
    say('Both servers answer alike and record the same rows.');

    const cpu = await postgresCpu(server.dataDirectory);
    const rows: Row[] = [];
    for (const work of worksOn(samples, token)) {
      if (options.only !== null && !options.only.includes(work.key)) continue;
      await warmUp(sides, work, Math.max(0.5, options.seconds * 0.6), signal);
      for (const many of CONNECTIONS) {
        const comparison = await compare(sides, work, many, options.seconds, cpu, signal);
        rows.push({ work, connections: many, comparison });
        say(`${work.title}, ${many} connections: ${comparison.ratio.toFixed(2)}x (load ${busyness()})`);
      }
    }
    say(
      `\nSize ${options.size}, ${options.seconds} s a side in rounds by turns, ${new Date().toISOString()}\n`,
    );
    say(table(rows));
  } finally {
    for (const step of undo.reverse()) {
      await step().catch((error: unknown) => say(`While cleaning up: ${String(error)}`));
    }
  }
}

const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (!stopped.signal.aborted) say('\nStopping: servers are ended and what was temporary is removed.');
    stopped.abort(new Error('Stopped.'));
  });
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') say(USAGE);
  else if (options.anchors) {
    benchAnchors(options.anchors.seed, say);
    await benchCarrying(options.anchors.seed, say, stopped.signal);
  } else if (options.citations) benchCitations(say);
  else if (options.log) await benchLogging(options, say, stopped.signal);
  else if (options.documents) await benchDocuments(say);
  else if (options.prov) await benchProv(options, say, stopped.signal);
  else if (options.timing) await benchTiming(options, say, stopped.signal);
  else if (options.verify) await benchVerification(options, say, stopped.signal);
  else if (options.names) await benchNames(options, say, stopped.signal);
  else await bench(options, stopped.signal);
} catch (error) {
  // Speed never fails a run; only what could not be measured does.
  const isExpected = stopped.signal.aborted || error instanceof UsageError || error instanceof StartupError;
  const { message, stack } = error as Error;
  process.stderr.write(`${isExpected ? message : stack}\n`);
  process.exitCode = 1;
}
