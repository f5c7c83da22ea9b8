import type { Requests } from './load-generator.js';
import type { Samples } from './samples.js';

/** One question or one act, asked of both servers. */
export interface Work {
  key: 'claim' | 'list' | 'record' | 'answered' | 'reading' | 'up' | 'down' | 'support' | 'impact' | 'queue';
  title: string;
  /** The throughput that is to be reached, as a share of the bare server's (design.md, section 10) */
  limit: number | null;
  /** How long half of the answers may take at most at one connection, in milliseconds, where that is the limit */
  longest?: number;
  ours: Requests;
  bare: Requests;
  /** One request of ours, to see which statements it takes */
  sample: { method: 'GET' | 'POST'; path: string; body?: unknown };
}

export function worksOn(samples: Samples, token: string): Work[] {
  const read = (
    key: Work['key'],
    title: string,
    limit: number | null,
    ids: string[],
    path: (id: string) => string,
  ): Work => ({
    key,
    title,
    limit,
    ours: ids.map((id) => get(path(id))),
    bare: ids.map((id) => get(`/${key}/${id}`)),
    sample: { method: 'GET', path: path(ids[0]!) },
  });
  const { claims, testimonies, chained, sources, deep, report, toRecord } = samples;
  const recordPath = (testimonyId: string): string => `/api/testimonies/${testimonyId}/claims`;
  const [first] = toRecord;
  // What the bare server answers, ours is asked for: the id alone, or the whole claim.
  const record = (key: Work['key'], title: string, limit: number | null, prefer: string): Work => ({
    key,
    title,
    limit,
    ours: toRecord.map(({ wanted, told }) => post(recordPath(told.testimonyId), wanted, { token, prefer })),
    bare: toRecord.map(({ wanted, told }) => post(`/${key}`, { ...wanted, ...told })),
    sample: { method: 'POST', path: recordPath(first!.told.testimonyId), body: first!.wanted },
  });
  return [
    read('claim', 'read one claim', 0.9, claims, (id) => `/api/claims/${id}`),
    read(
      'list',
      "a testimony's claims to assess, 50",
      0.9,
      testimonies,
      (id) => `/api/testimonies/${id}/claims?needs=assessment&limit=50`,
    ),
    read('reading', 'a reading page', null, testimonies, (id) => `/api/testimonies/${id}/reading`),
    read(
      'up',
      'lineage up, 12 levels',
      null,
      chained,
      (id) => `/api/provenance/claim/${id}?direction=up&depth=12`,
    ),
    read(
      'down',
      'impact of a source down',
      null,
      sources,
      (id) => `/api/provenance/source/${id}?direction=down&depth=12`,
    ),
    read(
      'support',
      'support of a claim, 200 citations, 12 levels',
      1 / 1.3,
      deep,
      (id) => `/api/claims/${id}/support`,
    ),
    {
      ...read(
        'impact',
        'impact of a source, 10,000 dependants',
        null,
        [report],
        (id) => `/api/sources/${id}/impact`,
      ),
      longest: 30,
    },
    read(
      'queue',
      'the work list: page, total and facets',
      1 / 1.5,
      ['waiting'],
      () => '/api/claims?needs=assessment&limit=50',
    ),
    // Last, since these change the tables.
    record('record', 'record one claim with evidence', 0.7, 'return=minimal'),
    record('answered', 'same, both answer the whole claim', null, 'return=representation'),
  ];
}

function get(path: string): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
}

function post(path: string, body: object, asked?: { token: string; prefer: string }): Buffer {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  const own =
    asked === undefined ? '' : `authorization: Bearer ${asked.token}\r\nprefer: ${asked.prefer}\r\n`;
  const head =
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${own}` +
    `content-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}
