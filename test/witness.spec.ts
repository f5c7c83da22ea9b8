import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseCheckpoint } from '../src/merkle-log/checkpoint.js';
import { cosignatureVerifier } from '../src/merkle-log/cosignature.js';
import { EMPTY_ROOT } from '../src/merkle-log/hash.js';
import { generateKey, noteVerifier } from '../src/merkle-log/note-key.js';
import { signatureLine, verifyNote, withSignatures } from '../src/merkle-log/signed-note.js';
import { formatAddCheckpoint } from '../src/witness/add-checkpoint.js';
import { Witness, type WitnessAnswer } from '../src/witness/witness.js';
import { KEY_NAME, STATE_NAME, WitnessMemory } from '../src/witness/witness-memory.js';
import { MAX_BODY_BYTES, witnessServer } from '../src/witness/witness-server.js';
import { GrownLog } from './support/grown-log.js';

const NAME = 'witness.example/証人';
const words = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, i) => `せじま ${from + i}`);

describe('a witness', () => {
  let directory: string;
  let memory: WitnessMemory;
  let log: GrownLog;
  let witness: Witness;
  const watch = (...logs: GrownLog[]): Witness =>
    new Witness(memory, new Map(logs.map(({ origin, keys }) => [origin, [noteVerifier(keys.verifierKey)]])));

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kataribe-witness-'));
    memory = await WitnessMemory.open(directory, NAME);
    log = new GrownLog().append(...words(300));
    witness = watch(log);
  });
  afterEach(async () => {
    await memory.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function ask(of: GrownLog, from: number, to = of.size): Promise<WitnessAnswer> {
    const proof = from > to ? [] : await of.consistency(from, to);
    return witness.addCheckpoint(
      Buffer.from(formatAddCheckpoint({ oldSize: from, proof, note: await of.checkpoint(to) })),
    );
  }
  const send = (text: string): Promise<WitnessAnswer> => witness.addCheckpoint(Buffer.from(text));

  test('cosigns what continues the history it knows', async () => {
    for (const [from, to] of [
      [0, 0],
      [0, 7],
      [7, 7],
      [7, 256],
      [256, 300],
    ] as const) {
      const answer = await ask(log, from, to);
      expect([answer.status, answer.contentType]).toEqual([200, 'text/plain; charset=utf-8']);
      const note = withSignatures(await log.checkpoint(to), [answer.body]);
      const { text } = verifyNote(note, [cosignatureVerifier(witness.verifierKey)]);
      expect(parseCheckpoint(text)).toMatchObject({ origin: log.origin, size: to });
    }
  });

  test('signs no second history', async () => {
    expect((await ask(log, 0, 100)).status).toBe(200);
    const forged = new GrownLog(log.origin, log.keys).append(...words(99), 'forged', ...words(200, 100));
    // Of the same size.
    const [same, sameWithNothing] = [await ask(forged, 100, 100), await ask(forged, 0, 100)];
    expect(same).toEqual({ status: 409, contentType: 'text/x.tlog.size', body: '100\n' });
    expect(sameWithNothing.status).toBe(409);
    // Of a larger one, with the proof its log can make.
    expect((await ask(forged, 100, 300)).status).toBe(422);
    // Smaller than what was signed, though of the true history.
    expect(await ask(log, 50, 90)).toMatchObject({ status: 409, body: '100\n' });
    expect((await ask(log, 0, 90)).status).toBe(409);
    expect((await ask(log, 100, 90)).status).toBe(400);
    expect(memory.latest(log.origin)).toMatchObject({ size: 100 });
    expect((await ask(log, 100, 300)).status).toBe(200);
    // The empty tree has one root.
    const other = new GrownLog('other.example');
    witness = watch(other);
    const empty = (await other.checkpoint(0)).replace(
      EMPTY_ROOT.toString('base64'),
      log.root.toString('base64'),
    );
    expect((await send(`old 0\n\n${empty}`)).status).toBe(403);
  });

  test('knows a forged proof', async () => {
    await ask(log, 0, 100);
    const [proof, note] = [await log.consistency(100, 300), await log.checkpoint(300)];
    const tries = [
      [],
      proof.slice(1),
      proof.slice(0, -1),
      [...proof, proof[0]!],
      [...proof].reverse(),
      proof.map((hash, i) => (i === 1 ? EMPTY_ROOT : hash)),
    ];
    for (const forged of tries) {
      const body = formatAddCheckpoint({ oldSize: 100, proof: forged, note });
      expect([forged.length, (await send(body)).status]).toEqual([forged.length, 422]);
    }
    expect((await send(formatAddCheckpoint({ oldSize: 100, proof, note }))).status).toBe(200);
  });

  test('asks who has signed', async () => {
    const [origin, note] = [log.origin, await log.checkpoint()];
    const stranger = new GrownLog(origin, generateKey(origin)).append(...words(300));
    expect((await ask(stranger, 0)).status).toBe(403);
    expect((await ask(new GrownLog('unknown.example').append('a'), 0)).status).toBe(404);
    const unsigned = `${note.slice(0, note.lastIndexOf('—'))}— ${origin} AAAAAAA=\n`;
    expect((await send(`old 0\n\n${unsigned}`)).status).toBe(403);
    // The true signature, under another tree.
    expect((await send(`old 0\n\n${note.replace('\n300\n', '\n301\n')}`)).status).toBe(403);
    // Signatures of others do not count, nor do they harm.
    const others = `${note}${signatureLine({ name: 'x.example', id: 1 }, Buffer.alloc(72))}`;
    expect((await send(`old 0\n\n${others}`)).status).toBe(200);
  });

  test('answers garbage with 400', async () => {
    const note = await log.checkpoint();
    for (const body of [
      '',
      '\n',
      '\n\n',
      'old 0',
      'old 0\n',
      'old 0\n\n',
      `old 0\n${note}`,
      `\n\n${note}`,
      `old\n\n${note}`,
      `old -1\n\n${note}`,
      `old 00\n\n${note}`,
      `old 9007199254740993\n\n${note}`,
      `OLD 0\n\n${note}`,
      `old 0 \n\n${note}`,
      `old 0\r\n\r\n${note}`,
      `old 0\nnot base64\n\n${note}`,
      `old 0\nAAAA\n\n${note}`,
      `old 301\n\n${note}`,
      `old 0\n${`${EMPTY_ROOT.toString('base64')}\n`.repeat(64)}\n${note}`,
      `old 0\n\n${note.slice(0, -1)}`,
      `old 0\n\n${note}\n`,
      `old 0\n\n${note.replace('\n300\n', '\n0300\n')}`,
      `old 0\n\n語り部 𠮷 🙂\n`,
      '{"old":0}',
    ]) {
      expect([body, (await send(body)).status]).toEqual([body, 400]);
    }
    expect((await witness.addCheckpoint(Buffer.from([0xff, 0xfe, 10, 10]))).status).toBe(400);
    expect(memory.all()).toEqual([]);
  });

  test('asked twice at once signs one after the other', async () => {
    await ask(log, 0, 10);
    const forged = new GrownLog(log.origin, log.keys).append(...words(10), 'forged', ...words(289, 11));
    const answers = await Promise.all([
      ask(log, 10, 300),
      ask(forged, 10, 300),
      ask(log, 10, 200),
      ask(log, 10, 300),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const [winner] = answers.filter(({ status }) => status === 200);
    expect(memory.latest(log.origin)!.note).toContain(winner!.body);
  });

  test('trusts the old and the new key of a log that changes its key', async () => {
    const later = new GrownLog(log.origin, generateKey(log.origin)).append(...words(300));
    const keys = [log, later].map((one) => noteVerifier(one.keys.verifierKey));
    witness = new Witness(memory, new Map([[log.origin, keys]]));
    expect((await ask(log, 0, 100)).status).toBe(200);
    expect((await ask(later, 100, 300)).status).toBe(200);
  });

  test('has signed durably when it answers, and remembers after a new start', async () => {
    const { body } = await ask(log, 0, 100);
    expect(await readFile(join(directory, STATE_NAME), 'utf8')).toContain(body.trim());
    expect((await stat(join(directory, KEY_NAME))).mode & 0o777).toBe(0o600);
    await memory.close();
    memory = await WitnessMemory.open(directory);
    witness = watch(log);
    expect(witness.name).toBe(NAME);
    expect(await ask(log, 0, 100)).toMatchObject({ status: 409, body: '100\n' });
    expect((await ask(log, 100, 300)).status).toBe(200);
  });

  test('is one process', async () => {
    await expect(WitnessMemory.open(directory)).rejects.toThrow('Another witness (process');
  });

  test('does not sign after its state was put back, while it runs', async () => {
    await ask(log, 0, 100);
    const old = await readFile(join(directory, STATE_NAME));
    await ask(log, 100, 200);
    await writeFile(join(directory, STATE_NAME), old);
    await expect(ask(log, 200, 300)).rejects.toThrow('was changed while the witness ran');
    await expect(ask(log, 200, 200)).rejects.toThrow('was changed while the witness ran');
  });

  test('does not sign after its state was put back, as soon as it sees its own signature', async () => {
    await ask(log, 0, 100);
    const old = await readFile(join(directory, STATE_NAME));
    const { body } = await ask(log, 100, 200);
    await memory.close();
    await writeFile(join(directory, STATE_NAME), old);
    memory = await WitnessMemory.open(directory);
    witness = watch(log);
    await expect(send(`old 200\n\n${withSignatures(await log.checkpoint(200), [body])}`)).rejects.toThrow(
      'remembers size 100 only',
    );
    await expect(ask(log, 100, 300)).rejects.toThrow('remembers size 100 only');
  });

  test('does not start from what is broken or lost', async () => {
    await ask(log, 0, 100);
    await memory.close();
    const [state, key] = [join(directory, STATE_NAME), join(directory, KEY_NAME)];
    const [stateText, keyText] = [await readFile(state, 'utf8'), await readFile(key, 'utf8')];
    const open = (name?: string) => WitnessMemory.open(directory, name);
    const other = await log.checkpoint(200);
    for (const broken of [
      '',
      'null',
      '{',
      '{"version":2,"checkpoints":[]}',
      '{"version":1,"checkpoints":[7]}',
      stateText.slice(0, stateText.length / 2),
      stateText.replace('\\n100\\n', '\\n101\\n'),
      JSON.stringify({ version: 1, checkpoints: [other] }),
      JSON.stringify({
        version: 1,
        checkpoints: [memory.latest(log.origin)!.note, memory.latest(log.origin)!.note],
      }),
    ]) {
      await writeFile(state, broken);
      await expect(open()).rejects.toThrow('is broken');
    }
    await rm(state);
    await expect(open(NAME)).rejects.toThrow('is lost');
    await writeFile(state, stateText);
    await rm(key);
    await expect(open(NAME)).rejects.toThrow('the key it belongs to');
    await writeFile(key, generateKey(NAME).signerKey);
    await expect(open()).rejects.toThrow('is not the key of a witness');
    await writeFile(key, generateKey(NAME, 'cosignature').signerKey);
    await expect(open()).rejects.toThrow('is broken');
    await writeFile(key, keyText);
    await expect(open('another.example')).rejects.toThrow('is that of witness.example/証人');
    memory = await open(NAME);
    expect(memory.latest(log.origin)).toMatchObject({ size: 100 });
  });

  test('begins with a name, and a good one', async () => {
    const fresh = join(directory, 'new');
    await expect(WitnessMemory.open(fresh)).rejects.toThrow('--name');
    await expect(WitnessMemory.open(fresh, 'a b')).rejects.toThrow('no space');
    await (await WitnessMemory.open(fresh, 'a')).close();
  });

  describe('over HTTP', () => {
    const failures: Error[] = [];
    const server = () => witnessServer(witness, (error) => failures.push(error));

    test('answers as the specification says, and who it is', async () => {
      const app = server();
      const post = (payload: string | Buffer, type?: string) =>
        app.inject({
          method: 'POST',
          url: '/add-checkpoint',
          payload,
          headers: type === undefined ? {} : { 'content-type': type },
        });
      const body = formatAddCheckpoint({ oldSize: 0, proof: [], note: await log.checkpoint() });
      for (const type of [undefined, 'application/json', 'application/octet-stream', 'text/x-any']) {
        const before = type === undefined ? 0 : 300;
        const answer = await post(body.replace('old 0', `old ${before}`), type);
        expect([type, answer.statusCode]).toEqual([type, 200]);
        expect(answer.body).toMatch(/^— witness\.example\/証人 \S+\n$/);
      }
      const conflict = await post(body);
      expect([conflict.statusCode, conflict.headers['content-type'], conflict.body]).toEqual([
        409,
        'text/x.tlog.size',
        '300\n',
      ]);
      expect((await post('')).statusCode).toBe(400);
      expect((await post(Buffer.alloc(MAX_BODY_BYTES + 1, 'x'))).statusCode).toBe(413);
      const home = await app.inject('/');
      expect(home.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(home.body).toContain(`Its key: ${witness.verifierKey}\n`);
      expect(home.body).toContain(`${log.origin}: size 300\n`);
      const kept = await app.inject({ url: '/checkpoint', query: { origin: log.origin } });
      const keys = [cosignatureVerifier(witness.verifierKey), noteVerifier(log.keys.verifierKey)];
      expect(verifyNote(kept.body, keys).signatures).toHaveLength(2);
      for (const url of [
        '/checkpoint',
        '/checkpoint?origin=x',
        '/checkpoint?origin=x&origin=y',
        '/nothing',
      ]) {
        expect([url, (await app.inject(url)).statusCode]).toEqual([url, 404]);
      }
      expect(failures).toEqual([]);
    });

    test('is not ended by what clients do', async () => {
      const app = server();
      const base = await app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = new URL(base);
      for (const head of [
        'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nold 0',
        'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
        'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n\r\n',
        'GET /checkpoint?origin=%ff HTTP/1.1\r\nHost: x\r\n\r\n',
        'nonsense\r\n\r\n',
      ]) {
        const socket = connect(Number(port), '127.0.0.1');
        socket.on('error', () => undefined);
        socket.write(head);
        await delay(30);
        socket.destroy();
      }
      expect((await fetch(base)).status).toBe(200);
      expect(failures).toEqual([]);
      await app.close();
    });

    test('says no more than that it cannot sign, where it cannot', async () => {
      await writeFile(join(directory, STATE_NAME), '');
      const answer = await server().inject({
        method: 'POST',
        url: '/add-checkpoint',
        payload: formatAddCheckpoint({ oldSize: 0, proof: [], note: await log.checkpoint() }),
      });
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toContain(directory);
      expect(failures.pop()?.message).toContain('was changed while the witness ran');
    });
  });
});
