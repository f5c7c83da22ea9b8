import pg from 'pg';
import { WRITTEN } from './bare-tables.js';
import { DEEP_CITATIONS, LEVELS } from './deep-rows.js';
import type { Samples } from './samples.js';

/** Both servers must have done the same, or the ratio says nothing: the same documents, the same rows. */
export async function checkFairness(
  ports: { ours: number; bare: number },
  token: string,
  samples: Samples,
  ownerUrl: string,
): Promise<void> {
  const [claim, testimony] = [samples.claims[0]!, samples.testimonies[0]!];
  for (const [path, barePath] of [
    [`/api/claims/${claim}`, `/claim/${claim}`],
    [`/api/testimonies/${testimony}/claims?needs=assessment&limit=50`, `/list/${testimony}`],
    [`/api/testimonies/${testimony}/reading`, `/reading/${testimony}`],
  ] as const) {
    const [ours, bare] = await Promise.all([text(ports.ours, path), text(ports.bare, barePath)]);
    if (withoutCursor(ours) !== withoutCursor(bare))
      throw new Error(`The servers answer ${path} differently.`);
  }
  for (const [key, path, barePath] of [
    ['up', `/api/provenance/claim/${samples.chained[0]!}?direction=up`, `/up/${samples.chained[0]!}`],
    ['down', `/api/provenance/source/${samples.sources[0]!}?direction=down`, `/down/${samples.sources[0]!}`],
  ] as const) {
    const ours = JSON.parse(await text(ports.ours, path)) as { nodes: unknown[] };
    const bare = JSON.parse(await text(ports.bare, barePath)) as unknown[];
    if (ours.nodes.length !== bare.length) {
      throw new Error(`The servers walk ${key} to ${ours.nodes.length} and ${bare.length} nodes.`);
    }
  }
  const [deep] = samples.deep;
  const support = JSON.parse(await text(ports.ours, `/api/claims/${deep!}/support`)) as {
    citations: unknown[];
    for: { roots: { record: { id: string } }[] };
  };
  const levels = new Map(
    (JSON.parse(await text(ports.bare, `/support/${deep!}`)) as { id: string; depth: number }[]).map(
      ({ id, depth }) => [id, depth],
    ),
  );
  const far = support.for.roots.filter(({ record }) => (levels.get(record.id) ?? 0) >= LEVELS);
  if (support.citations.length < DEEP_CITATIONS || far.length === 0)
    throw new Error(
      `The deep claim has ${support.citations.length} citations and ${far.length} roots of level ${LEVELS}.`,
    );
  const impact = `/api/sources/${samples.report}/impact`;
  const [touched, walked] = [
    await text(ports.ours, impact),
    await text(ports.bare, `/impact/${samples.report}`),
  ]
    .map((body) => JSON.parse(body) as { total: number; items: { id?: string; record?: { id: string } }[] })
    .map(({ total, items }) => JSON.stringify([total, items.map(({ id, record }) => id ?? record?.id)]));
  if (touched !== walked) throw new Error('The servers find different records to lean on a source.');
  const [listed, counted] = [
    await text(ports.ours, '/api/claims?needs=assessment'),
    await text(ports.bare, '/queue/'),
  ]
    .map((body) => JSON.parse(body) as { total: number; items: { id: string; leans: number }[] })
    .map(({ total, items }) => JSON.stringify([total, items.map(({ id, leans }) => [id, leans])]));
  if (listed !== counted) throw new Error('The servers list different claims to assess.');
  await checkRows(ports, token, samples, ownerUrl);
}

async function checkRows(
  ports: { ours: number; bare: number },
  token: string,
  samples: Samples,
  ownerUrl: string,
): Promise<void> {
  const { wanted, told } = samples.toRecord[0]!;
  const ours = await text(ports.ours, `/api/testimonies/${told.testimonyId}/claims`, wanted, token);
  const bare = await text(ports.bare, '/record', { ...wanted, ...told });
  const idOf = (body: string): string => (JSON.parse(body) as { id: string }).id;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const [inOurs, inBare] = [
      await rowsOf(client, 'public', idOf(ours)),
      await rowsOf(client, 'bare', idOf(bare)),
    ];
    if (JSON.stringify(inOurs) !== JSON.stringify(inBare)) {
      throw new Error(
        `The servers record different rows: ${JSON.stringify(inOurs)}, bare ${JSON.stringify(inBare)}.`,
      );
    }
  } finally {
    await client.end();
  }
}

/** The rows of a claim in every table, but for what is different in every row: ids, numbers and times. */
async function rowsOf(client: pg.Client, schema: string, claimId: string): Promise<Record<string, unknown>> {
  const ofClaim = `claim_id = $1`;
  const assessments = `(SELECT id FROM ${schema}.assessment WHERE ${ofClaim})`;
  const conditions: Record<(typeof WRITTEN)[number], string> = {
    claim: 'id = $1',
    anchor: ofClaim,
    citation: ofClaim,
    assessment: ofClaim,
    assessment_citation: `assessment_id IN ${assessments}`,
    provenance_link: `from_id = $1 OR from_id IN ${assessments}`,
  };
  const found: Record<string, unknown> = {};
  for (const table of WRITTEN) {
    const { rows } = await client.query<{ row: string }>(
      `SELECT (to_jsonb(r) - '{id,claim_id,number,sequence,activity_id,assessment_id,citation_id,edge_id,from_id,to_id,
         agent_id,assessed_at}'::text[])::text AS "row"
       FROM ${schema}.${table} r WHERE ${conditions[table]} ORDER BY 1`,
      [claimId],
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

async function text(port: number, path: string, body?: object, token?: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          body: JSON.stringify(body),
          headers: {
            'content-type': 'application/json',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
        }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${answer}`);
  return answer;
}

/** Ours are sealed, those of the bare server are not. */
function withoutCursor(answer: string): string {
  return answer.replace(/"next":"[\w-]+"\}$/, '"next":"…"}');
}
