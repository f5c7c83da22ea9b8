import { request } from 'node:http';
import { FORMATS, PROV_FORMATS, type ProvFormat } from '../src/prov/formats.js';
import { openBenchArchive } from './archive.js';
import { Child } from './child.js';
import { busyness, machineFacts, postgresCpu } from './machine.js';
import type { Options } from './options.js';

type Say = (line: string) => void;

const LEAST_PER_SECOND = 20_000;

interface Written {
  statements: number;
  bytes: number;
  seconds: number;
}

/**
 * The whole archive as PROV, over HTTP, once in each format, each by a server of its own: how many statements a second, and the
 * most memory the server held, beside what it held before it was asked.
 */
export async function benchProv(options: Options, say: Say, signal: AbortSignal): Promise<void> {
  const archive = await openBenchArchive(options, say, signal);
  try {
    for (const fact of await machineFacts(archive.connections.owner)) say(fact);
    say(
      `\n| whole archive, size ${options.size}, ${new Date().toISOString()} | statements | MiB | s | statements/s | CPU s, server + PostgreSQL | MiB held before / at most | limit |`,
    );
    say('|---|---:|---:|---:|---:|---:|---:|---|');
    const cpu = await postgresCpu(archive.server.dataDirectory);
    for (const format of PROV_FORMATS) {
      const child = Child.start('./api-server.js');
      try {
        const { port } = await child.ask({ kind: 'start', connections: archive.connections }, 'listening');
        const before = await child.peakMebibytes();
        const spent = { server: await child.cpuTime(), postgres: cpu() ?? 0 };
        const { statements, bytes, seconds } = await write(port, format, signal);
        const server = ((await child.cpuTime()) - spent.server) / 1e6;
        const postgres = ((cpu() ?? 0) - spent.postgres) / 1e6;
        const speed = statements / seconds;
        const verdict = speed >= LEAST_PER_SECOND ? 'met' : 'NOT MET';
        say(
          `| ${format} | ${statements} | ${(bytes / 2 ** 20).toFixed(0)} | ${seconds.toFixed(1)} | ${speed.toFixed(0)} | ${server.toFixed(1)} + ${postgres.toFixed(1)} | ` +
            `${before.toFixed(0)} / ${(await child.peakMebibytes()).toFixed(0)} | >= ${LEAST_PER_SECOND}/s ${verdict} |`,
        );
      } finally {
        await child.stop();
      }
    }
    say(`Load of the machine: ${busyness()}`);
  } finally {
    await archive.close();
  }
}

/** A statement is a line in each format, but for what stands in bundles; few lines are none. */
function write(port: number, format: ProvFormat, signal: AbortSignal): Promise<Written> {
  const started = process.hrtime.bigint();
  return new Promise((resolve, reject) => {
    request({ port, path: '/api/prov', headers: { accept: FORMATS[format].mediaType }, signal }, (answer) => {
      let statements = 0;
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) statements += 1;
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ statements, bytes, seconds: Number(process.hrtime.bigint() - started) / 1e9 }),
      );
    })
      .on('error', reject)
      .end();
  });
}
