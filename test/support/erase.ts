import supertest from 'supertest';
import type { TestArchive } from './archive.js';
import type { Made } from './factories.js';

const seconds = new WeakMap<TestArchive, string>();

/** A second archivist, for what nobody does alone. */
export async function asSecond(
  archive: TestArchive,
): Promise<(path: string, body?: object) => supertest.Test> {
  let token = seconds.get(archive);
  if (token === undefined) {
    const issued = await archive
      .as('administrator')
      .post('/api/tokens')
      .send({ role: 'archivist', label: 'Мария Вторая' })
      .expect(201);
    token = (issued.body as { token: string }).token;
    seconds.set(archive, token);
  }
  const server = archive.app.getHttpServer();
  return (path, body = {}) => supertest(server).post(path).set('authorization', `Bearer ${token}`).send(body);
}

export const erasureFields = (fields: object): object => ({
  basis: 'data_subject',
  authority: 'Letter of the family, received 3 March 2026',
  because: 'They asked for it.',
  ...fields,
});

export async function requestErasure(archive: TestArchive, fields: object): Promise<Made> {
  const response = await archive.as('archivist').post('/api/erasures').send(erasureFields(fields));
  if (response.status !== 201) throw new Error(`${response.status} ${response.text}`);
  return response.body as Made;
}

/** Requested by one, carried out by another. */
export async function erase(archive: TestArchive, fields: object): Promise<Made> {
  const { id } = await requestErasure(archive, fields);
  const second = await asSecond(archive);
  const response = await second(`/api/erasures/${id}/execution`, { because: 'Seen the letter.' });
  if (response.status !== 200) throw new Error(`${response.status} ${response.text}`);
  return response.body as Made;
}

/** In which tables words stand: as they are, or as JSON writes them. */
export async function tablesWith(
  { sql }: Pick<TestArchive, 'sql'>,
  words: string,
): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await sql<{ many: number }>(
      `SELECT count(*)::integer AS many FROM "${name}" t
       WHERE strpos(t::text, $1) > 0 OR strpos(to_jsonb(t)::text, $1) > 0 OR strpos(to_jsonb(t)::text, $2) > 0`,
      [words, JSON.stringify(words).slice(1, -1)],
    );
    if (row!.many > 0) found[name] = row!.many;
  }
  return found;
}
