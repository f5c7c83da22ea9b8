import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { cosignatureVerifier } from '../src/merkle-log/cosignature.js';
import { generateKey, noteVerifier } from '../src/merkle-log/note-key.js';
import { verifyNote } from '../src/merkle-log/signed-note.js';
import { Attestations } from '../src/transparency-log/attestations.js';
import { LogKeyFile } from '../src/transparency-log/log-key-file.js';
import { logSettings } from '../src/transparency-log/log-settings.js';
import { Witness } from '../src/witness/witness.js';
import { WitnessMemory } from '../src/witness/witness-memory.js';
import { witnessServer } from '../src/witness/witness-server.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { makePlace } from './support/factories.js';
import { sequenced, testLog } from './support/log.js';

const NAME = 'witness.example/証人';

describe('what others say of checkpoints', () => {
  const log = testLog();
  let directory: string;
  let memory: WitnessMemory;
  let witness: Witness;
  let server: FastifyInstance;
  let archive: TestArchive;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kataribe-attestations-'));
    memory = await WitnessMemory.open(directory, NAME);
    const file = new LogKeyFile(log.keyFile);
    await file.add(log.origin);
    const keys = (await file.read()).map(({ verifierKey }) => noteVerifier(verifierKey));
    witness = new Witness(memory, new Map([[log.origin, keys]]));
    server = witnessServer(witness, () => undefined);
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const nobody = { url: 'http://127.0.0.1:1', verifierKey: generateKey('gone', 'cosignature').verifierKey };
    // Whoever cannot be reached holds up nobody. None is asked by the clock: the test says when.
    const witnesses = [nobody, { url, verifierKey: witness.verifierKey }];
    archive = await openArchive('empty', { log: { ...log, witnesses, witnessInterval: 86_400 } });
    await sequenced(archive);
  });
  afterAll(async () => {
    await archive.close();
    await server.close();
    await memory.close();
    await rm(directory, { recursive: true, force: true });
    await rm(log.keyFile, { force: true });
  });

  const collect = (): Promise<void> => archive.app.get(Attestations, { strict: false }).collect();

  test('is served with them: each of a longer tree, and once', async () => {
    const own = cosignatureVerifier(witness.verifierKey);
    let before = 0;
    for (let round = 0; round < 3; round += 1) {
      await makePlace(archive);
      await sequenced(archive);
      await collect();
      await collect();
      const { text } = await archive.as(null).get('/api/log/checkpoint').expect(200);
      expect(verifyNote(text, [own]).signatures).toHaveLength(1);
      const size = Number(text.split('\n')[1]);
      expect(size).toBeGreaterThan(before);
      before = size;
      const { items } = (await archive.as(null).get('/api/log/checkpoints?limit=1').expect(200)).body as {
        items: { size: number; cosignatures: { witness: string }[] }[];
      };
      expect(items).toEqual([
        expect.objectContaining({ size, cosignatures: [expect.objectContaining({ witness: NAME })] }),
      ]);
    }
  });
});

describe('the settings of the log', () => {
  const key = generateKey('witness.example/w1', 'cosignature').verifierKey;
  const read = (environment: NodeJS.ProcessEnv) => logSettings(environment, '/data/log-key');

  test('are sensible where nothing is said, and none where there is no place for its key', () => {
    expect(logSettings({}, null)).toBeNull();
    expect(read({})).toMatchObject({ keyFile: '/data/log-key', witnesses: [], witnessInterval: 10 });
    expect(read({ KATARIBE_LOG_KEY: '/secret/key' })?.keyFile).toBe('/secret/key');
    expect(read({ KATARIBE_PUBLIC_URL: 'https://archive.example/kataribe/' })?.origin).toBe(
      'archive.example/kataribe/api/log',
    );
  });

  test('name witnesses by address and key', () => {
    const two = `https://one.example/ ${key}, https://two.example ${key}`;
    expect(read({ KATARIBE_WITNESSES: two })?.witnesses).toEqual([
      { url: 'https://one.example/', verifierKey: key },
      { url: 'https://two.example', verifierKey: key },
    ]);
  });

  test.each([
    [{ KATARIBE_WITNESSES: 'https://one.example' }, /^KATARIBE_WITNESSES is /],
    [{ KATARIBE_WITNESSES: `one ${key}` }, /^KATARIBE_WITNESSES is /],
    [{ KATARIBE_WITNESSES: `https://one.example ${key} more` }, /^KATARIBE_WITNESSES is /],
    [{ KATARIBE_WITNESS_INTERVAL: '0' }, /^KATARIBE_WITNESS_INTERVAL is a number of seconds/],
    [{ KATARIBE_WITNESS_INTERVAL: '1.5' }, /^KATARIBE_WITNESS_INTERVAL is a number of seconds/],
    [{ KATARIBE_TIME_STAMP_INTERVAL: 'daily' }, /^KATARIBE_TIME_STAMP_INTERVAL is a number of seconds/],
    [{ KATARIBE_TIME_STAMP_AUTHORITY: 'freetsa' }, /^KATARIBE_TIME_STAMP_AUTHORITY is no address/],
  ])('refuse %j in a sentence', (environment, sentence) => {
    expect(() => read(environment)).toThrow(sentence);
  });
});
