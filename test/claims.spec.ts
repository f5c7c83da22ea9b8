import { openArchive, type TestArchive } from './support/archive.js';
import { makeClaim, makeTestimony } from './support/factories.js';

describe('claims', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  test('a quotation that occurs once is enough', async () => {
    const testimony = await makeTestimony(archive);
    const claim = await makeClaim(archive, testimony.id);
    expect(claim.anchors).toMatchObject([{ start: 0, end: 20, exact: 'We crossed the river', passage: 1 }]);
  });
});
