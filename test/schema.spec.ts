import { schemaDrift } from '../src/database/schema-drift.js';
import { entities } from '../src/entities.js';
import { cloneDatabase, type TestDatabase } from './support/archive.js';

describe('the schema', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await cloneDatabase('empty');
  });
  afterAll(() => database.drop());

  test('entities and migrations agree', async () => {
    expect(await schemaDrift(database.connections, entities)).toEqual([]);
  });
});
