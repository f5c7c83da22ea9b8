import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCheckpoint } from '../src/merkle-log/checkpoint.js';
import { cosignatureVerifier } from '../src/merkle-log/cosignature.js';
import { generateKey } from '../src/merkle-log/note-key.js';
import { parseNote, signatureLine, verifyNote, withSignatures } from '../src/merkle-log/signed-note.js';
import { cosignatureOf, type WitnessAddress } from '../src/witness/witness-client.js';
import { STATE_NAME } from '../src/witness/witness-memory.js';
import { GrownLog } from './support/grown-log.js';

// A program takes seconds to start where others work beside it.
jest.setTimeout(180_000);

const NAME = 'witness.example/w1';
const words = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, i) => `Сэдзима ${from + i}`);

describe('kataribe witness, as another institution runs it', () => {
  let directory: string;
  const log = new GrownLog().append(...words(400));
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kataribe-witness-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0))
      if (child.exitCode === null && child.signalCode === null) await kill(child);
    await rm(directory, { recursive: true, force: true });
  });

  function run(...args: string[]): { child: ChildProcess; output: () => string } {
    const child = spawn(
      process.execPath,
      ['dist/src/main.js', 'witness', '--directory', directory, ...args],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    children.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: () => text };
  }

  async function start(...args: string[]): Promise<{ child: ChildProcess; address: WitnessAddress }> {
    const { child, output } = run('--listen', '127.0.0.1:0', '--origin', log.keys.verifierKey, ...args);
    const url = await new Promise<string>((resolve, reject) => {
      const look = (): void => {
        const [, base] = /Witnessing at (\S+)\n/.exec(output()) ?? [];
        if (base !== undefined) resolve(base);
      };
      child.stderr?.on('data', look);
      child.once('exit', () => reject(new Error(output())));
    });
    const [, verifierKey] = /Its key: (\S+)\n/.exec(output()) ?? [];
    return { child, address: { url, verifierKey: verifierKey! } };
  }

  async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  async function ended({
    child,
    output,
  }: {
    child: ChildProcess;
    output: () => string;
  }): Promise<[number, string]> {
    if (child.exitCode === null) await once(child, 'close');
    return [child.exitCode!, output()];
  }

  test('loses nothing it has signed, however often it is killed', async () => {
    let known = 0;
    let verifierKey: string | undefined;
    for (let round = 0; round < 4; round += 1) {
      const { child, address } = await start('--name', NAME);
      verifierKey ??= address.verifierKey;
      expect(address.verifierKey).toBe(verifierKey);
      // One after the other until it is gone; what has been answered must be remembered.
      const until = Date.now() + 150 + 60 * round;
      const killed = new Promise<void>((resolve) =>
        setTimeout(() => void kill(child).then(() => resolve()), until - Date.now()),
      );
      let signed = known;
      try {
        for (let size = known + 1; ; size += 1) {
          const next = Math.min(size, log.size);
          const { forgot } = await cosignatureOf(address, await log.checkpoint(next), signed, (from, to) =>
            log.consistency(from, to),
          );
          expect(forgot).toBe(false);
          signed = next;
        }
      } catch (error) {
        expect(error).toMatchObject({ name: 'WitnessRefusal', reason: 'unreachable' });
      }
      await killed;
      const state = JSON.parse(await readFile(join(directory, STATE_NAME), 'utf8')) as {
        checkpoints: string[];
      };
      const kept = state.checkpoints.map((note) => parseCheckpoint(parseNote(note).text).size)[0] ?? 0;
      // It may have kept one whose signature did not leave any more, never the other way round.
      expect([signed, signed + 1]).toContain(kept);
      known = signed;
    }
    expect(known).toBeGreaterThan(4);
    const { address } = await start();
    const forged = new GrownLog(log.origin, log.keys).append('forged', ...words(399, 1));
    await expect(
      cosignatureOf(address, await forged.checkpoint(400), known, (from, to) => forged.consistency(from, to)),
    ).rejects.toMatchObject({ reason: 'refused', status: 422 });
  });

  test('tells its operator in one sentence why it does not start', async () => {
    await expect(ended(run('--origin', log.keys.verifierKey))).resolves.toEqual([
      1,
      'A new witness needs a name: --name witness.example/w1\n',
    ]);
    const [code, said] = await ended(run('--name', NAME));
    expect([code, said]).toEqual([1, expect.stringContaining('--origin <verifier key of the log>')]);
    expect((await ended(run('--origin', 'nonsense', '--name', NAME)))[1]).toMatch(/^An origin is .*\n$/);
    expect((await ended(run('--origins', join(directory, 'none'))))[1]).toMatch(/cannot be read/);
    expect((await ended(run('--origin', log.keys.verifierKey, '--listen', '8090')))[1]).toMatch(
      /--listen is/,
    );

    const { child } = await start('--name', NAME);
    expect((await ended(run('--origin', log.keys.verifierKey)))[1]).toMatch(
      /^Another witness \(process \d+\).*\n$/,
    );
    expect(await kill(child, 'SIGTERM')).toBe(0);
    await writeFile(join(directory, STATE_NAME), '{');
    const [status, sentence] = await ended(run('--origin', log.keys.verifierKey));
    expect([status, sentence]).toEqual([1, expect.stringMatching(/^[^\n]*is broken[^\n]*\n$/)]);
  });

  test('reads the logs to watch from a file, and stops when its state was changed under it', async () => {
    const list = join(directory, 'origins');
    const other = new GrownLog('other.example').append('a');
    await writeFile(list, `\n${other.keys.verifierKey}\n`);
    const { child, address } = await start('--name', NAME, '--origins', list);
    const none = () => Promise.resolve([]);
    await cosignatureOf(address, await other.checkpoint(), 0, none);
    await writeFile(join(directory, STATE_NAME), '{"version":1,"checkpoints":[]}');
    const exit = once(child, 'exit');
    await expect(cosignatureOf(address, await other.checkpoint(), 1, none)).rejects.toMatchObject({
      reason: 'refused',
      status: 500,
    });
    expect(await exit).toEqual([1, null]);
  });

  describe('asked by an archive', () => {
    const proofs = (from: number, to: number) => log.consistency(from, to);

    test('is followed to the size it knows, and its signature is looked at', async () => {
      const { address } = await start('--name', NAME);
      const first = await cosignatureOf(address, await log.checkpoint(10), 0, proofs);
      expect(first).toMatchObject({ sizeBefore: 0, forgot: false });
      expect(Math.abs(first.seconds - Date.now() / 1000)).toBeLessThan(60);
      const note = withSignatures(await log.checkpoint(10), [first.line]);
      expect(verifyNote(note, [cosignatureVerifier(address.verifierKey)]).signatures).toHaveLength(1);
      // The archive knows too little, or too much.
      expect(await cosignatureOf(address, await log.checkpoint(20), 0, proofs)).toMatchObject({
        sizeBefore: 10,
      });
      expect(await cosignatureOf(address, await log.checkpoint(40), 30, proofs)).toMatchObject({
        sizeBefore: 20,
        forgot: true,
      });
      await expect(cosignatureOf(address, await log.checkpoint(30), 0, proofs)).rejects.toMatchObject({
        reason: 'ahead',
      });
      const forged = new GrownLog(log.origin, log.keys).append(...words(39), 'forged');
      await expect(cosignatureOf(address, await forged.checkpoint(40), 40, proofs)).rejects.toMatchObject({
        reason: 'conflict',
      });
      const url = `${address.url}/`;
      const stranger = { url, verifierKey: generateKey(NAME, 'cosignature').verifierKey };
      await expect(cosignatureOf(stranger, await log.checkpoint(40), 40, proofs)).rejects.toMatchObject({
        reason: 'malformed',
      });
    });

    test('that is none, is slow or is not there, is refused', async () => {
      let answer: (response: ServerResponse) => void = () => undefined;
      const server: Server = createServer((request, response) => {
        request.resume().on('end', () => answer(response));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { verifierKey } = generateKey(NAME, 'cosignature');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const [note, { name, id }] = [await log.checkpoint(), cosignatureVerifier(verifierKey)];
      const says = async (status: number, body: string, headers = {}) => {
        answer = (response) => response.writeHead(status, headers).end(body);
        return cosignatureOf({ url, verifierKey }, note, 0, proofs, { timeoutMilliseconds: 2000 }).catch(
          (error: { reason: string }) => error.reason,
        );
      };
      try {
        expect(await says(200, '')).toBe('malformed');
        expect(await says(200, 'ok\n')).toBe('malformed');
        expect(await says(200, signatureLine({ name: 'x', id }, Buffer.alloc(72)))).toBe('malformed');
        expect(await says(200, signatureLine({ name, id }, Buffer.alloc(72)))).toBe('malformed');
        expect(await says(200, 'x'.repeat(100_000))).toBe('malformed');
        expect(await says(409, 'what?\n')).toBe('malformed');
        expect(await says(409, '5')).toBe('malformed');
        expect(await says(409, '401\n')).toBe('ahead');
        expect(await says(409, '0\n')).toBe('conflict');
        expect(await says(503, 'later')).toBe('refused');
        expect(await says(302, '', { location: '/' })).toBe('unreachable');
        let size = 0;
        answer = (response) => response.writeHead(409).end(`${(size += 1)}\n`);
        await expect(cosignatureOf({ url, verifierKey }, note, 0, proofs)).rejects.toMatchObject({
          reason: 'unreachable',
        });
        answer = () => undefined;
        await expect(
          cosignatureOf({ url, verifierKey }, note, 0, proofs, { timeoutMilliseconds: 100 }),
        ).rejects.toThrow('did not answer in time');
      } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await expect(cosignatureOf({ url, verifierKey }, note, 0, proofs)).rejects.toMatchObject({
        reason: 'unreachable',
      });
    });
  });
});
