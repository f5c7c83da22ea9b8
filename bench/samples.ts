import pg from 'pg';
import { CHAIN, commonIds } from './archive-rows.js';
import type { ClaimToRecord, ToldInAdvance } from './bare-record.js';
import { DEEP_CITATIONS } from './deep-rows.js';

/** Records of the archive that requests ask for, drawn by hash: from all over the tables, the same in every run. */
export interface Samples {
  claims: string[];
  testimonies: string[];
  chained: string[];
  sources: string[];
  /** Claims with 200 citations that go back over 12 levels */
  deep: string[];
  /** The source on which most of the archive leans */
  report: string;
  toRecord: { wanted: ClaimToRecord; told: ToldInAdvance }[];
}

export async function drawSamples(ownerUrl: string): Promise<Samples> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'kataribe bench samples' });
  await client.connect();
  try {
    const ids = async (sql: string): Promise<string[]> =>
      (await client.query<{ id: string }>(sql)).rows.map(({ id }) => id);
    const sources = await ids('SELECT id FROM source ORDER BY md5(id::text) LIMIT 4000');
    return {
      claims: await ids('SELECT id FROM claim ORDER BY md5(id::text) LIMIT 10000'),
      testimonies: await ids('SELECT id FROM testimony ORDER BY md5(id::text) LIMIT 2000'),
      chained: await ids(`SELECT id FROM claim WHERE number = ${CHAIN} ORDER BY md5(id::text) LIMIT 2000`),
      sources:
        await ids(`SELECT id FROM source WHERE EXISTS (SELECT FROM provenance_link WHERE to_id = source.id)
        ORDER BY md5(id::text) LIMIT 2000`),
      deep: await ids(`SELECT claim_id AS id FROM citation GROUP BY claim_id HAVING count(*) >= ${DEEP_CITATIONS}
        ORDER BY md5(claim_id::text)`),
      report: commonIds(0).report,
      toRecord: await drawClaims(client, sources),
    };
  } finally {
    await client.end();
  }
}

/** Words that were anchored once already: several claims may well be made in the same words. */
async function drawClaims(client: pg.Client, sources: string[]): Promise<Samples['toRecord']> {
  interface Row {
    testimonyId: string;
    revisionId: string;
    passageId: string;
    start: number;
    end: number;
    exact: string;
    prefix: string;
    suffix: string;
    agentId: string;
  }
  const { rows } = await client.query<Row>(
    `SELECT claim.testimony_id AS "testimonyId", a.revision_id AS "revisionId", a.passage_id AS "passageId",
       a.start_offset AS start, a.end_offset AS "end", a.exact, a.prefix, a.suffix,
       (SELECT id FROM agent WHERE name = 'Assessor 1') AS "agentId"
     FROM anchor a JOIN claim ON claim.id = a.claim_id
     ORDER BY md5(a.id::text) LIMIT 2000`,
  );
  return rows.map(({ start, end, exact, ...told }, n) => {
    const citation = (source: string, page: string, informationClass: string) => ({
      stance: 'for',
      source: { id: source },
      locator: { label: 'page', value: page },
      informationClass,
    });
    return {
      told: { ...told, dateSpan: '{[1945-08-09,1945-08-10)}' },
      wanted: {
        statement: `The narrator tells of what was seen and heard on that day at the crossing (${n}).`,
        basis: 'witnessed',
        date: { words: 'on the ninth of August', edtf: '1945-08-09' },
        anchors: [{ exact, start, end }],
        citations: [
          citation(sources[(2 * n) % sources.length]!, '112-114', 'primary'),
          citation(sources[(2 * n + 1) % sources.length]!, '7', 'secondary'),
        ],
        assessment: {
          confidence: 'probable',
          rationale: 'Two sources that do not depend on one another agree with what was told.',
        },
      },
    };
  });
}
