import { rm } from 'node:fs/promises';
import { openArchive, type TestArchive } from './support/archive.js';
import { erase } from './support/erase.js';
import { amend, revise } from './support/expectations.js';
import {
  imposeRestriction,
  type Made,
  makeAgent,
  makeAssessment,
  makeClaim,
  makeOneOfEach,
  makeSameAs,
  makeSource,
  makeTestimony,
} from './support/factories.js';
import { claimRows, release, restrict, testimonyRows } from './support/restrict.js';
import { latestCheckpoint, TestLog, verified } from './support/tamper.js';
import { keptCheckpoint } from '../src/verification/kept-checkpoints.js';
import { readVerifierKey } from '../src/verification/signed-notes.js';

/** What happens in an archive lawfully is found fault with by nobody. What does not: test/tampering.spec.ts. */
describe('verification of an archive', () => {
  let archive: TestArchive;
  let log: TestLog;
  let made: Awaited<ReturnType<typeof makeOneOfEach>>;

  const expectClean = async (wanted: Parameters<typeof verified>[1] = {}) => {
    const verification = await verified(archive, wanted);
    expect(verification.findings).toEqual([]);
    return verification;
  };

  beforeAll(async () => {
    archive = await openArchive('chapter');
    log = new TestLog(archive);
    // The log is called after its first key: before the one that is made for the sake of having one.
    await log.sequence();
    made = await makeOneOfEach(archive);
  });
  afterAll(async () => {
    await archive.close();
    await rm(log.keyFile, { force: true });
  });

  test('what is not in the tree yet waits, and agrees', async () => {
    const { information, counts, tree } = await expectClean();
    expect(counts.entries).toBeGreaterThan(2000);
    expect(information).toEqual([
      expect.objectContaining({ code: 'pending', count: counts.entries! - tree!.size }),
    ]);
  });

  test('the chapter, and one record of each kind', async () => {
    await log.sequence();
    const { information, counts, tree } = await expectClean();
    expect(information.filter(({ code }) => code === 'pending')).toEqual([]);
    expect(tree!.size).toBe(counts.entries);
    expect(counts.leaves).toBe(counts.entries);
    expect(counts.links).toBeGreaterThan(1000);
  });

  test('corrections, and a record merged and taken apart', async () => {
    const claim = await makeClaim(archive, made.testimony.id, { statement: '𠮷野は川を渡った。' });
    await revise(archive, `/api/claims/${claim.id}`, claim.version, {
      statement: 'Ёсино́ crossed; 👩‍👩‍👧 watched.',
    }).expect(200);
    await revise(archive, `/api/claims/${claim.id}`, claim.version + 1, { basis: 'told' }).expect(200);
    const [one, other] = await Promise.all([makeAgent(archive), makeAgent(archive)]);
    const merge = await makeSameAs(archive, one.id, other.id);
    await archive
      .as('archivist')
      .post(`/api/same-as/${merge.id}/withdrawal`)
      .set('if-match', `"v${merge.version}"`)
      .send({ because: 'Two brothers.' });
    await expectClean();
  });

  test('restrictions, embargoes that end, releases', async () => {
    const testimony = await makeTestimony(archive, { text: 'Sealed words.\n\nOpen words.' });
    const claim = await makeClaim(archive, testimony.id, { anchors: [{ exact: 'Open words' }] });
    await makeAssessment(archive, claim.id, {});
    await restrict(archive, claimRows(`'${claim.id}'`), 1);
    await restrict(archive, testimonyRows(testimony.id));
    await release(archive, { table: 'claim', where: `t.id = '${claim.id}'` });
    await revise(archive, `/api/claims/${claim.id}`, 1, { statement: 'Now closed, and told anew.' });
    await imposeRestriction(archive, { kind: 'agent', recordId: made.agent.id });
    await expectClean();
    await restrict(archive, testimonyRows(testimony.id), 0);
    await restrict(archive, claimRows(`'${claim.id}'`), 0);
    await log.sequence();
    await expectClean();
  });

  test('erasures in rows, in history, in notes and in texts', async () => {
    const words = '誰にも言うなと父は言った。';
    const testimony = await makeTestimony(archive, { text: `川を渡った。\n\n${words}`, language: 'ja' });
    const claim = await makeClaim(archive, testimony.id, { statement: words, anchors: [{ exact: words }] });
    await revise(archive, `/api/claims/${claim.id}`, 1, { statement: `${words}二度と。` }).expect(200);
    await amend(archive, `UPDATE claim SET statement = 'Once more.' WHERE id = '${claim.id}'`);
    const agent = await makeAgent(archive, { name: 'Erased Twice' });
    const source = await makeSource(archive, {});
    const [passage] = await archive.sql<{ id: string }>(
      `SELECT p.id FROM passage p JOIN revision v ON v.id = p.revision_id
       WHERE v.testimony_id = $1 AND p.number = 2`,
      [testimony.id],
    );
    await log.sequence();
    await erase(archive, { kind: 'passage', recordId: passage!.id });
    await erase(archive, { kind: 'agent', recordId: agent.id, part: 'name' });
    await erase(archive, { kind: 'agent', recordId: agent.id });
    await erase(archive, { kind: 'source', recordId: source.id, everywhere: true });
    await expectClean();
    await log.sequence();
    const { information } = await expectClean();
    const redacted = information.filter(({ code }) => code === 'redacted');
    expect(redacted.length).toBeGreaterThanOrEqual(2);
    const types = await archive.sql<{ type: string }>(
      'SELECT DISTINCT type FROM activity WHERE id = ANY ($1)',
      [redacted.map(({ activity }) => activity)],
    );
    expect(types).toEqual([{ type: 'record.erase' }]);
  });

  test('a row that its owner deleted', async () => {
    const [mention] = await archive.sql<Made>(
      `SELECT m.id FROM mention m JOIN claim c ON c.id = m.claim_id LIMIT 1`,
    );
    await amend(archive, `DELETE FROM mention WHERE id = '${mention!.id}'`);
    await expectClean();
  });

  test('another key, and checkpoints that were kept before', async () => {
    const kept = keptCheckpoint('A paper', await latestCheckpoint(archive));
    const [before] = await log.keys.verifierKeys();
    await rm(log.keyFile, { force: true });
    await log.keys.file!.add('archive.example/語り部');
    await makeAgent(archive);
    await log.sequence();
    await expectClean({ kept: [kept] });
    const keys = (await log.keys.verifierKeys()).map((key) => readVerifierKey(key)!);
    expect(keys).toHaveLength(3);
    await expectClean({ kept: [kept], keys });
    const { byCode } = await verified(archive, { keys: [readVerifierKey(before!)!] });
    expect(byCode).toEqual({ 'checkpoint.unsigned': 1 });
  });
});
