import type { TestArchive } from './archive.js';

/** Records with complete defaults, made over HTTP as the archivist. Give what the test is about. */

type Fields = Record<string, unknown>;
export interface Made extends Fields {
  id: string;
  version: number;
}

async function make(archive: TestArchive, path: string, body: Fields): Promise<Made> {
  const response = await archive.as('archivist').post(path).send(body);
  if (response.status !== 201) throw new Error(`${path}: ${response.status} ${response.text}`);
  return response.body as Made;
}

export const WORDS = 'We crossed the river in the spring. My father said the bridge was gone.\n\nNobody spoke of it again.';

export function makeTestimony(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/testimonies', {
    title: 'Interview with a ferryman',
    kind: 'interview',
    language: 'en',
    text: WORDS,
    contributors: [{ role: 'narrator', agent: { name: 'Aiko Yoshino' } }],
    ...fields,
  });
}

export function makeClaim(archive: TestArchive, testimonyId: string, fields: Fields = {}): Promise<Made> {
  return make(archive, `/api/testimonies/${testimonyId}/claims`, {
    statement: 'The narrator crossed the river.',
    basis: 'took_part',
    anchors: [{ exact: 'We crossed the river' }],
    ...fields,
  });
}

export function makeSource(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/sources', { csl: { type: 'book', title: 'Bridges of the Amur' }, ...fields });
}

export function makeAgent(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/agents', { kind: 'person', name: 'Ivan Petrov', ...fields });
}

export function makeQuestion(archive: TestArchive, fields: Fields = {}): Promise<Made> {
  return make(archive, '/api/questions', {
    kind: 'missing_document',
    statement: 'Is there a record of the bridge?',
    ...fields,
  });
}
