import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Child } from './child.js';
import { onEmptyArchive } from './empty-archive.js';
import { busyness, machineFacts } from './machine.js';
import type { Options } from './options.js';

type Say = (line: string) => void;

/** How many bear the one name that is asked for as the worst case. */
const NAMESAKES = 300;
const EACH = 40;

/** Two kinds of requests that must not be told apart by how long the answer takes. */
interface Probe {
  name: string;
  hidden: string[];
  absent: string[];
}

/**
 * Whether somebody who may not see a thing can tell by the clock that it is there. Requests for what is hidden and for what
 * never was are sent by turns, in random order, over one connection; the area under the curve (AUC) is how often one of the
 * first takes longer than one of the second: 0.5 is chance.
 */
export async function benchTiming({ seconds }: Options, say: Say, signal: AbortSignal): Promise<void> {
  await onEmptyArchive('timing', say, async ({ connections, undo }) => {
    for (const fact of await machineFacts(connections.owner)) say(fact);
    const child = Child.start('./api-server.js');
    undo.push(() => child.stop());
    const { port, token = '' } = await child.ask({ kind: 'start', connections }, 'listening');
    const probes = await hideThings(port, token, say);
    say(
      `\n| told apart by the clock? ${new Date().toISOString()} | requests | p50 ms hidden / absent | AUC | limit |`,
    );
    say('|---|---:|---:|---:|---|');
    for (const probe of probes) {
      const { hidden, absent } = await measure(port, probe, Math.max(2, seconds) * 1000, signal);
      const auc = areaUnderCurve(hidden, absent);
      const verdict = auc >= 0.45 && auc <= 0.55 ? 'met' : 'NOT MET';
      say(
        `| ${probe.name} | ${hidden.length + absent.length} | ${median(hidden).toFixed(3)} / ${median(absent).toFixed(3)} | ` +
          `${auc.toFixed(3)} | 0.45 to 0.55 ${verdict} |`,
      );
    }
    say(`Load of the machine: ${busyness()}`);
  });
}

async function hideThings(port: number, token: string, say: Say): Promise<Probe[]> {
  const post = async (path: string, body: object): Promise<{ id: string; accession?: string }> => {
    const { status, text } = await send(new Agent({ keepAlive: true }), port, path, { token, body });
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text) as { id: string };
  };
  const hide = async (kind: string, recordId: string): Promise<void> => {
    await post('/api/restrictions', {
      kind,
      recordId,
      mode: 'hidden_sealed',
      basis: 'archive',
      because: 'To be measured.',
    });
  };
  const agent = (name: string) => post('/api/agents', { kind: 'person', name });
  say(`Making ${NAMESAKES + 3 * EACH} people and ${EACH} testimonies, and hiding most of them.`);
  const hiddenAgents: string[] = [];
  for (let n = 0; n < NAMESAKES; n += 1) {
    const { id } = await agent(`Kuronuma ${word(n)}`);
    await hide('agent', id);
    hiddenAgents.push(id);
  }
  for (let n = 0; n < EACH; n += 1) {
    await agent(`Aoyama ${word(n)}`);
    await hide('agent', (await agent(`Hidden${word(n)}`)).id);
  }
  const [accessions, claims]: [string[], string[]] = [[], []];
  for (let n = 0; n < EACH; n += 1) {
    const { id, accession = '' } = await post('/api/testimonies', {
      title: `Testimony ${word(n)}`,
      kind: 'interview',
      language: 'en',
      text: 'We crossed the river in the spring.',
      contributors: [{ role: 'narrator', agent: { name: 'Aoyama' } }],
    });
    const claim = await post(`/api/testimonies/${id}/claims`, {
      statement: 'The narrator crossed the river.',
      kind: 'event',
      basis: 'took_part',
      anchors: [{ exact: 'We crossed the river' }],
    });
    await hide('testimony', id);
    accessions.push(accession);
    claims.push(claim.id);
  }
  const each = <Item>(make: (n: number) => Item): Item[] => Array.from({ length: EACH }, (_, n) => make(n));
  const names = (q: string): string => `/api/names?q=${encodeURIComponent(q)}`;
  return [
    {
      name: 'a name search, one bears it',
      hidden: each((n) => names(`Hidden${word(n)}`)),
      absent: each((n) => names(`Absent${word(n)}`)),
    },
    {
      name: `a name search, ${NAMESAKES} bear it`,
      hidden: [names('Kuronuma')],
      absent: [names('Shironuma')],
    },
    {
      name: 'an agent by id',
      hidden: hiddenAgents.slice(0, EACH).map((id) => `/api/agents/${id}`),
      absent: each(() => `/api/agents/${randomUUID()}`),
    },
    {
      name: 'a claim by id',
      hidden: claims.map((id) => `/api/claims/${id}`),
      absent: each(() => `/api/claims/${randomUUID()}`),
    },
    {
      name: 'the graph of a claim',
      hidden: claims.map((id) => `/api/provenance/claim/${id}`),
      absent: each(() => `/api/provenance/claim/${randomUUID()}`),
    },
    {
      name: 'a testimony by number',
      hidden: accessions.map((number) => `/api/testimonies/${number}`),
      absent: each((n) => `/api/testimonies/KTB-9${100 + n}`),
    },
    {
      name: 'a report by number',
      hidden: accessions.map((number) => `/api/testimonies/${number}/report`),
      absent: each((n) => `/api/testimonies/KTB-9${100 + n}/report`),
    },
    {
      name: 'a pointer',
      hidden: accessions.map((number) => `/api/cite/${number}.c1`),
      absent: each((n) => `/api/cite/KTB-9${100 + n}.c1`),
    },
  ];
}

/** A word of letters for a number, always of the same length. */
function word(n: number): string {
  return [n % 20, Math.floor(n / 20) % 20, Math.floor(n / 400)]
    .map((digit) => 'bcdfghjklmnpqrstvwxz'[digit]! + 'a')
    .join('');
}

async function measure(
  port: number,
  { hidden, absent }: Probe,
  milliseconds: number,
  signal: AbortSignal,
): Promise<Record<'hidden' | 'absent', number[]>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const took: Record<'hidden' | 'absent', number[]> = { hidden: [], absent: [] };
  const until = Date.now() + milliseconds;
  for (let n = 0; Date.now() < until || n < 200; n += 1) {
    signal.throwIfAborted();
    // In pairs, in an order that nothing in the server can be in step with.
    for (const kind of Math.random() < 0.5
      ? (['hidden', 'absent'] as const)
      : (['absent', 'hidden'] as const)) {
      const paths = kind === 'hidden' ? hidden : absent;
      const started = process.hrtime.bigint();
      await send(agent, port, paths[n % paths.length]!);
      // What is done the first times is not what is done later.
      if (n >= 50) took[kind].push(Number(process.hrtime.bigint() - started) / 1e6);
    }
  }
  agent.destroy();
  return took;
}

/** Mann and Whitney's U, as a share: how often one of the first is greater than one of the second. */
function areaUnderCurve(first: number[], second: number[]): number {
  const all = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ];
  all.sort((a, b) => a.value - b.value);
  const ranks = all.reduce((sum, { isFirst }, at) => (isFirst ? sum + at + 1 : sum), 0);
  return (ranks - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function send(
  agent: Agent,
  port: number,
  path: string,
  { token, body }: { token?: string; body?: object } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const sent = request(
      { agent, host: '127.0.0.1', port, path, method: body === undefined ? 'GET' : 'POST', headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
