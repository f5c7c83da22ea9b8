import { CodePointIndex } from '../src/common/code-points.js';
import { longTranscript, type LongTranscript } from './anchors.js';
import { Child } from './child.js';
import { onEmptyArchive } from './empty-archive.js';
import { busyness } from './machine.js';

/** What a revision may take at most, in milliseconds. */
const LIMIT = 1000;
const TRIES = 5;
const WRITERS = 4;

type Say = (line: string) => void;
type Send = (path: string, body: object) => Promise<Record<string, unknown>>;

/** A corrected text sent to the archive over HTTP, until its answer is there: 2,000 claims, 300 kB, 500 edits. */
export async function benchCarrying(seed: number, say: Say, signal: AbortSignal): Promise<void> {
  await onEmptyArchive('carrying', say, async ({ connections, undo }) => {
    const child = Child.start('./api-server.js');
    undo.push(() => child.stop());
    const { port, token } = await child.ask({ kind: 'start', connections }, 'listening');
    const send: Send = async (path, body) => {
      signal.throwIfAborted();
      const response = await fetch(`http://127.0.0.1:${port}/api/testimonies${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          prefer: 'return=minimal',
        },
        body: JSON.stringify(body),
      });
      const answer = await response.text();
      if (!response.ok) throw new Error(`${path}: ${response.status} ${answer.slice(0, 300)}`);
      return JSON.parse(answer) as Record<string, unknown>;
    };
    say('\n| revision over HTTP | dry runs, median ms | lowest to highest | done, ms | limit |');
    say('|---|---:|---:|---:|---|');
    for (const language of ['en', 'ja'] as const) {
      for (const way of ['the whole text', 'a list of edits'] as const) {
        const transcript = longTranscript(language, seed);
        const path = await recorded(send, language, transcript);
        const { after, edits, size } = transcript;
        const given = way === 'the whole text' ? { text: after.text } : { edits };
        const body = { of: 1, kind: 'correction', because: 'Measured.', ...given };
        const times: number[] = [];
        for (let n = 0; n < TRIES; n++)
          times.push(await timeOf(() => send(`${path}/revisions?dryRun=true`, body)));
        const done = await timeOf(() => send(`${path}/revisions`, body));
        times.sort((one, other) => one - other);
        const half = times[TRIES >> 1]!;
        const verdict = `<= ${LIMIT} ms ${Math.max(half, done) <= LIMIT ? 'met' : 'NOT MET'}`;
        say(
          `| ${language}, ${size} kB, ${way} | ${half} | ${times[0]} to ${times.at(-1)} | ${done} | ${verdict} |`,
        );
      }
    }
    say(`Load of the machine: ${busyness()}`);
  });
}

/** @returns the path of the testimony, below all */
async function recorded(
  send: Send,
  language: string,
  { before, quotations }: LongTranscript,
): Promise<string> {
  const contributors = [{ role: 'narrator', agent: { name: 'Nobody' } }];
  const told = { title: 'A long interview', kind: 'interview', language, text: before.text, contributors };
  const { id } = await send('', told);
  const index = new CodePointIndex(before.text);
  const waiting = [...quotations.entries()];
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [n, { start, end }] = next;
        const exact = before.text.slice(start, end);
        const anchor = { exact, start: index.toCodePoint(start), end: index.toCodePoint(end) };
        await send(`/${String(id)}/claims`, { statement: `Statement ${n}.`, anchors: [anchor] });
      }
    }),
  );
  return `/${String(id)}`;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began);
}
