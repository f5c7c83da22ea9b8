import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyTLogInclusion } from '@sigstore/verify/dist/tlog/index.js';
import { cosigner } from '../src/merkle-log/cosignature.js';
import { type Hash, leafHash } from '../src/merkle-log/hash.js';
import { generateKey, noteSigner } from '../src/merkle-log/note-key.js';
import { verifyConsistency, verifyInclusion } from '../src/merkle-log/proof-checks.js';
import { rootAt } from '../src/merkle-log/proofs.js';
import { parseNote, signatureLine, withSignatures } from '../src/merkle-log/signed-note.js';
import { tilePath } from '../src/merkle-log/tiles.js';
import { GrownLog } from './support/grown-log.js';

/** What `GET /api/log/receipts/:id` answers. */
interface Receipt {
  activity: string;
  checkpoint: string;
  entries: { index: number; envelope: string; proof: string[] }[];
}

const SIZE = 3000;
const envelope = (i: number): string =>
  JSON.stringify({
    table: 'claim',
    id: i,
    text: ['せじま', 'Сэ́дзима', '𠮷野', 'a\u0301 "quoted" \\ \n', '🙂'][i % 5],
  });
const log = new GrownLog('archive.example/語り部').append(
  ...Array.from({ length: SIZE }, (_, i) => envelope(i)),
);
const witness = generateKey('witness.example/証人', 'cosignature');
const directory = mkdtempSync(join(tmpdir(), 'kataribe-foreign-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function receiptOf(indexes: number[], size = SIZE): Promise<Receipt> {
  const entries = indexes.map(async (index) => ({
    index,
    envelope: envelope(index),
    proof: (await log.inclusion(index, size)).map((hash) => hash.toString('base64')),
  }));
  return {
    activity: '00000000-0000-4000-8000-000000000000',
    checkpoint: await log.checkpoint(size),
    entries: await Promise.all(entries),
  };
}

/** One receipt with one thing wrong, each. */
function altered(receipt: Receipt): [string, Receipt][] {
  const [first, ...rest] = receipt.entries as [Receipt['entries'][0], ...Receipt['entries']];
  const entry = (change: Partial<typeof first>): Receipt => ({
    ...receipt,
    entries: [{ ...first, ...change }, ...rest],
  });
  const note = (change: (text: string) => string): Receipt => ({
    ...receipt,
    checkpoint: change(receipt.checkpoint),
  });
  const flipped = (base64: string): string => {
    const bytes = Buffer.from(base64, 'base64');
    bytes[31]! ^= 1;
    return bytes.toString('base64');
  };
  const line = receipt.checkpoint.slice(receipt.checkpoint.lastIndexOf('—'));
  const bytes = Buffer.from(line.trim().split(' ')[2]!, 'base64');
  bytes[40]! ^= 1;
  return [
    ['the entry', entry({ envelope: first.envelope.replace('claim', 'claiM') })],
    ['its place', entry({ index: first.index ^ 1 })],
    ['a place behind the end', entry({ index: SIZE })],
    ['a hash of the proof', entry({ proof: first.proof.map((hash, i) => (i === 2 ? flipped(hash) : hash)) })],
    ['a proof too short', entry({ proof: first.proof.slice(0, -1) })],
    ['a proof too long', entry({ proof: [...first.proof, first.proof[0]!] })],
    ['no proof', entry({ proof: [] })],
    ['the size', note((text) => text.replace('\n3000\n', '\n3001\n'))],
    [
      'the root',
      note((text) => text.replace(log.root.toString('base64'), flipped(log.root.toString('base64')))),
    ],
    ['the name of the log', note((text) => text.replace('archive', 'Archive'))],
    ['the signature', note((text) => text.replace(line, `— ${log.origin} ${bytes.toString('base64')}\n`))],
    ['no signature', note((text) => text.replace(line, '— other.example AAAAAAA=\n'))],
  ];
}

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function blockOf(language: string): string {
  const page = readFileSync('docs/verify-a-receipt.md', 'utf8');
  return new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'm').exec(page)![1]!;
}

function save(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

describe('@sigstore/verify', () => {
  const encoded = log.keys.verifierKey.split('+').slice(2).join('+');
  const spki = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(encoded, 'base64').subarray(1),
  ]);
  const authority = {
    baseURL: `https://${log.origin}`,
    // Its first four bytes are what the signature names the key by.
    logID: createHash('sha256').update(`${log.origin}\n`).update(Buffer.from(encoded, 'base64')).digest(),
    publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    validFor: { start: new Date(0), end: new Date(8.64e15) },
  };
  const check = ({ checkpoint, entries }: Receipt): void => {
    for (const { index, envelope, proof } of entries) {
      verifyTLogInclusion(
        {
          canonicalizedBody: Buffer.from(envelope),
          inclusionProof: {
            logIndex: String(index),
            hashes: proof.map((hash) => Buffer.from(hash, 'base64')),
            checkpoint: { envelope: checkpoint },
          },
        } as unknown as Parameters<typeof verifyTLogInclusion>[0],
        [authority],
      );
    }
  };

  test('verifies our receipts', async () => {
    const places = Array.from({ length: SIZE / 3 }, (_, i) => i * 3);
    check(await receiptOf([...places, SIZE - 1]));
    for (const size of [1, 2, 255, 256, 257, 2049]) check(await receiptOf([0, size - 1, size >> 1], size));
  });

  test('refuses altered ones', async () => {
    const passes = (receipt: Receipt): boolean => {
      try {
        check(receipt);
        return true;
      } catch {
        return false;
      }
    };
    const wrong = altered(await receiptOf([1234, 7]));
    expect(wrong.filter(([, receipt]) => passes(receipt)).map(([what]) => what)).toEqual([]);
  });
});

const missing = ['openssl', 'jq'].filter(
  (program) => !runs(program, program === 'jq' ? '--version' : 'version'),
);
if (missing.length > 0)
  console.warn(`There is no ${missing.join(' and no ')}: the shell script is not tried.`);
(missing.length === 0 ? describe : describe.skip)('openssl, with the script of the page', () => {
  const verify = (receipt: Receipt, ...keys: string[]): { status: number | null; output: string } => {
    const script = save('verify.sh', blockOf('sh'));
    const file = save('receipt.json', JSON.stringify(receipt));
    const { status, stdout, stderr } = spawnSync('sh', [script, file, ...keys], { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };
  const cosigned = async (size = SIZE): Promise<Receipt> => {
    const receipt = await receiptOf([1234, 7], size);
    const signer = cosigner(witness.signerKey, () => Date.now() / 1000);
    const line = signatureLine(signer, signer.sign(parseNote(receipt.checkpoint).text));
    const unknown = signatureLine({ name: log.origin, id: 7 }, Buffer.alloc(64));
    return { ...receipt, checkpoint: withSignatures(receipt.checkpoint, [unknown, line]) };
  };

  test('verifies our receipts, with and without a witness', async () => {
    const key = log.keys.verifierKey;
    for (const [indexes, size] of [
      [[0, 1234, SIZE - 1], SIZE],
      [[0], 1],
      [[0, 256, 257], 258],
    ] as const) {
      const { status, output } = verify(await receiptOf([...indexes], size), key);
      expect([status, output]).toEqual([0, expect.stringMatching(/\nVerified\.\n$/)]);
    }
    const { status, output } = verify(await cosigned(), key, witness.verifierKey);
    expect([status, output]).toEqual([0, expect.stringContaining('signed by witness.example/証人')]);
  });

  test('refuses altered ones, and keys of others', async () => {
    for (const [what, receipt] of altered(await receiptOf([1234, 7]))) {
      const { status, output } = verify(receipt, log.keys.verifierKey);
      expect([what, status, output]).toEqual([what, 1, expect.stringContaining('NOT verified')]);
    }
    const receipt = await cosigned();
    const key = log.keys.verifierKey;
    const other = generateKey('witness.example/証人', 'cosignature').verifierKey;
    const same = generateKey(log.origin).verifierKey;
    for (const keys of [
      [same],
      [key, other],
      [key, key],
      [witness.verifierKey],
      [`${key.slice(0, -4)}AAA=`],
    ]) {
      expect(verify(receipt, ...keys)).toMatchObject({ status: 1 });
    }
    const time = Buffer.from(receipt.checkpoint.trim().split(' ').at(-1)!, 'base64');
    time[11]! ^= 1;
    const later = receipt.checkpoint.replace(/\S+\n$/, `${time.toString('base64')}\n`);
    expect(verify({ ...receipt, checkpoint: later }, key, witness.verifierKey)).toMatchObject({ status: 1 });
  });
});

const GO_PACKAGES = '/usr/share/gocode';
const go = {
  ...process.env,
  GO111MODULE: 'off',
  GOPATH: GO_PACKAGES,
  GOCACHE: join(directory, 'go'),
  GOFLAGS: '',
};
const hasGo = runs('go', 'version') && existsSync(`${GO_PACKAGES}/src/golang.org/x/mod/sumdb/tlog`);
if (!hasGo)
  console.warn('There is no Go with golang-golang-x-mod-dev of Debian: its verifiers are not tried.');
(hasGo ? describe : describe.skip)('golang.org/x/mod/sumdb', () => {
  const build = (name: string, source: string): string => {
    const program = join(directory, name);
    execFileSync('go', ['build', '-o', program, source], {
      env: go,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return program;
  };

  test('verifies our receipts with the program of the page, and refuses altered ones', async () => {
    const program = build('verify', save('verify.go', blockOf('go')));
    const verify = (receipt: Receipt, key = log.keys.verifierKey): number | null =>
      spawnSync(program, [save('receipt.json', JSON.stringify(receipt)), key], { stdio: 'ignore' }).status;
    const receipt = await receiptOf([1234, 7, SIZE - 1]);
    expect(verify(receipt)).toBe(0);
    expect(verify(receipt, generateKey(log.origin).verifierKey)).toBe(1);
    for (const [what, wrong] of altered(receipt)) expect([what, verify(wrong)]).toEqual([what, 1]);
  }, 180_000);

  test('says the same as we of thousands of proofs, true and false, of notes and of paths', async () => {
    const program = build('tree', 'test/support/foreign-tree.go');
    const cases: object[] = [];
    const ours: boolean[] = [];
    const base64 = (hash: Hash): string => hash.toString('base64');
    const include = (index: number, size: number, leaf: Hash, proof: Hash[], root: Hash): void => {
      ours.push(verifyInclusion({ index, size, leaf, proof, root }));
      cases.push({
        inclusion: { index, size, leaf: base64(leaf), root: base64(root), proof: proof.map(base64) },
      });
    };
    const follow = (from: number, to: number, fromRoot: Hash, toRoot: Hash, proof: Hash[]): void => {
      ours.push(verifyConsistency({ from, to, fromRoot, toRoot, proof }));
      cases.push({
        consistency: {
          from,
          to,
          fromRoot: base64(fromRoot),
          toRoot: base64(toRoot),
          proof: proof.map(base64),
        },
      });
    };
    for (let i = 0; i < 500; i += 1) {
      const size = 1 + ((i * 7919) % SIZE);
      const index = (i * 104_729) % size;
      const [root, proof, leaf] = [
        await rootAt(log, size),
        await log.inclusion(index, size),
        leafHash(Buffer.from(envelope(index))),
      ];
      include(index, size, leaf, proof, root);
      include(index, size, leaf, proof.slice(1), root);
      include((index + 1) % size, size, leaf, proof, root);
      const from = 1 + ((i * 31) % size);
      const [fromRoot, steps] = [await rootAt(log, from), await log.consistency(from, size)];
      follow(from, size, fromRoot, root, steps);
      follow(from, size, root, fromRoot, steps);
      follow(from, size, fromRoot, root, [...steps].reverse());
      follow(from, size, fromRoot, root, [...steps, root]);
    }
    for (const index of [0, 999, 1000, 1_234_067]) {
      for (const width of [1, 255, 256]) {
        // Go writes the height of its tiles into the path; ours is always 8.
        const path = tilePath({ level: 1, index, width }).replace('tile/', 'tile/8/');
        cases.push({ path: { path, l: 1, w: width, index } });
        ours.push(true);
      }
    }
    const [text, key] = [await log.checkpoint(), log.keys.verifierKey];
    const false_ = signatureLine(noteSigner(log.keys.signerKey), Buffer.alloc(64));
    cases.push({ note: { text, key } }, { note: { text: text.replace('3000', '3001'), key } });
    cases.push({ note: { text: text.replace(/— .*\n$/, false_), key } });
    ours.push(true, false, false);
    const theirs = execFileSync(program, {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    })
      .trim()
      .split('\n')
      .map((line) => line === 'true');
    expect(ours.filter(Boolean).length).toBeGreaterThan(1000);
    expect(theirs.length).toBe(cases.length);
    expect(cases.filter((_one, i) => theirs[i] !== ours[i])).toEqual([]);
  }, 180_000);
});
