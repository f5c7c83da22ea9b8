import type { Response } from 'supertest';
import type { Role } from '../../src/common/principal.js';
import { ARCHIVE_AGENT_ID } from '../../src/provenance/agent.entity.js';
import type { TestArchive } from './archive.js';

export const UNKNOWN_ID = '6b1f0c0e-2c9f-4a54-9c55-0d4b7f3f8a11';

interface WantedFault {
  /** RFC 6901 pointer of one of the faults */
  pointer?: string;
  code?: string | RegExp;
}

interface Problem {
  type: string;
  status: number;
  code: string;
  detail: string;
  errors?: { pointer: string; code: string; expected: string }[];
}

/** Every error is a problem of RFC 9457 that says the same in header and body; faults name their fields. */
export function expectProblem(response: Response, status: number, { pointer, code }: WantedFault = {}): void {
  const { type, status: said, code: known, detail, errors = [] } = response.body as Problem;
  expect([response.status, response.headers['content-type'], said]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
    status,
  ]);
  expect(type).toBe(`urn:kataribe:problem:${known}`);
  expect(detail).toEqual(expect.stringMatching(/\S/));
  for (const fault of errors) {
    expect(fault.code).toMatch(/^[a-z_]+\.[a-z0-9_]+$/);
    expect(fault.expected).toMatch(/\S/);
  }
  if (pointer !== undefined) expect(errors.map((fault) => fault.pointer)).toContain(pointer);
  if (code instanceof RegExp) expect(known).toMatch(code);
  else if (code !== undefined) expect(known).toBe(code);
}

/** Tables of what was used when, and tried how often: they change by asking alone, and are no part of the record. */
const NOT_COUNTED = ['api_token_use', 'session', 'sign_in_failure'];

/** How many rows every table of the archive has, those of the ledger included. */
export async function rowCounts(archive: TestArchive): Promise<Record<string, number>> {
  const tables = await archive.sql<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1) ORDER BY tablename`,
    [NOT_COUNTED],
  );
  const counts = await archive.sql<{ name: string; rows: number }>(
    tables
      .map(({ name }) => `SELECT '${name}' AS name, count(*)::integer AS rows FROM ${name}`)
      .join(' UNION ALL '),
  );
  return Object.fromEntries(counts.map(({ name, rows }) => [name, rows]));
}

/** Runs something that must leave every table as it was: no row, no activity, no history. */
export async function storesNothing<Result>(
  archive: TestArchive,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = await rowCounts(archive);
  const result = await work();
  expect(await rowCounts(archive)).toEqual(before);
  return result;
}

/** All items of a list, page by page. A page is full unless it is the last, and none is asked for in vain. */
export async function pagesOf<Item>(
  archive: TestArchive,
  path: string,
  limit: number,
  role: Role | null = null,
): Promise<Item[]> {
  const items: Item[] = [];
  const separator = path.includes('?') ? '&' : '?';
  let next: string | null = null;
  do {
    const cursor: string = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
    const response = await archive.as(role).get(`${path}${separator}limit=${limit}${cursor}`);
    expect(response.status).toBe(200);
    const page = response.body as { items: Item[]; next: string | null };
    if (page.next !== null) expect(page.items).toHaveLength(limit);
    items.push(...page.items);
    next = page.next;
  } while (next !== null);
  return items;
}

/** A change as of somebody with psql who says who and why: the statements and their activity, one transaction. */
export async function amend(archive: TestArchive, statements: string, type = 'archive.amend'): Promise<void> {
  await archive.sql(`
    INSERT INTO activity (type, agent_id, note) VALUES ('${type}', '${ARCHIVE_AGENT_ID}', 'By hand.');
    ${statements}`);
}

/** Revises a record as the archivist, from a version on. */
export function revise(
  archive: TestArchive,
  path: string,
  version: number,
  body: object,
  role: Role = 'archivist',
) {
  return archive.as(role).patch(path).set('if-match', `"v${version}"`).send(body);
}

/** Says how a question stands now. */
export function transition(
  archive: TestArchive,
  questionId: string,
  version: number,
  body: object,
  role: Role = 'archivist',
) {
  return archive
    .as(role)
    .post(`/api/questions/${questionId}/transitions`)
    .set('if-match', `"v${version}"`)
    .send({ because: 'Nothing more can be tried.', ...body });
}

/** What PostgreSQL said to it: the SQLSTATE, or `done`. */
export function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? 'no code',
  );
}
