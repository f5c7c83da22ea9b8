import { createPrivateKey, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { BadNote } from './bad-note.js';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.js';
import { cosignatureVerifier, cosignedAt, cosigner } from './cosignature.js';
import { EMPTY_ROOT, leafHash } from './hash.js';
import { generateKey, noteSigner, noteVerifier } from './note-key.js';
import { signNote, verifyNote } from './signed-note.js';

const root = leafHash(Buffer.from('語り部'));

describe('a checkpoint', () => {
  test('is the one of the specification', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const read = parseCheckpoint(text);
    expect(read).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163, extensions: [] });
    expect(formatCheckpoint(read)).toBe(text);
  });

  test('is read as it was written, with its extensions', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.maxSafeNat(),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 })),
        (origin, size, bytes, extensions) => {
          const checkpoint = { origin, size, root: Buffer.from(bytes), extensions };
          expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
        },
      ),
    );
  });

  test('has one form only', () => {
    const base64 = root.toString('base64');
    for (const wrong of [
      '',
      '\n',
      'log\n7\n',
      `log\n7\n${base64}`,
      `\n7\n${base64}\n`,
      `log\n07\n${base64}\n`,
      `log\n-7\n${base64}\n`,
      `log\n+7\n${base64}\n`,
      `log\n7 \n${base64}\n`,
      `log\n7.0\n${base64}\n`,
      `log\n7e3\n${base64}\n`,
      `log\n٧\n${base64}\n`,
      `log\n9007199254740992\n${base64}\n`,
      `log\n7\n${base64.slice(0, -1)}\n`,
      `log\n7\n${base64.slice(4)}\n`,
      `log\n7\n${base64} \n`,
      `log\n7\n${base64}\n\n`,
      `log\n7\n${base64}\n\nmore\n`,
    ]) {
      expect(() => parseCheckpoint(wrong)).toThrow(BadNote);
    }
    for (const wrong of [
      { origin: '', size: 0, root },
      { origin: 'a\nb', size: 0, root },
      { origin: 'a', size: -1, root },
      { origin: 'a', size: 1.5, root },
      { origin: 'a', size: 1, root: root.subarray(1) },
      { origin: 'a', size: 1, root, extensions: ['x\ny'] },
      { origin: 'a', size: 1, root, extensions: [''] },
    ]) {
      expect(() => formatCheckpoint(wrong)).toThrow(BadNote);
    }
  });
});

describe('a cosignature', () => {
  const witness = generateKey('witness.example/東京', 'cosignature');
  const text = formatCheckpoint({ origin: 'archive.example', size: 0, root: EMPTY_ROOT });
  const signer = cosigner(witness.signerKey, () => 1_679_315_147.9);
  const verifier = cosignatureVerifier(witness.verifierKey);

  test('is of the checkpoint and its time', () => {
    const signature = signer.sign(text);
    expect(cosignedAt(signature)).toBe(1_679_315_147);
    expect(verifier.verifies(text, signature)).toBe(true);
    expect(verifier.verifies(text.replace('archive', 'another'), signature)).toBe(false);
    for (let at = 0; at < signature.length; at += 7) {
      const changed = Buffer.from(signature);
      changed[at]! ^= 1;
      expect(verifier.verifies(text, changed)).toBe(false);
    }
    for (const wrong of [
      Buffer.alloc(0),
      signature.subarray(1),
      signature.subarray(8),
      Buffer.alloc(72, 255),
    ]) {
      expect([verifier.verifies(text, wrong), cosignedAt(Buffer.alloc(72, 255))]).toEqual([false, null]);
    }
  });

  test('is signed as the specification writes the message', () => {
    const bytes = Buffer.from(witness.signerKey.split('+').slice(4).join('+'), 'base64').subarray(1);
    const key = createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytes]),
      format: 'der',
      type: 'pkcs8',
    });
    const message = `cosignature/v1\ntime 1679315147\n${text}`;
    expect(signer.sign(text).subarray(8)).toEqual(sign(null, Buffer.from(message), key));
  });

  test('stands in the note beside the signature of the log', () => {
    const log = generateKey('archive.example');
    const note = signNote(text, [noteSigner(log.signerKey), signer]);
    expect(verifyNote(note, [noteVerifier(log.verifierKey), verifier]).signatures).toHaveLength(2);
    expect(verifyNote(note, [verifier]).text).toBe(text);
  });

  test('is of nothing but checkpoints, and by no key of notes', () => {
    expect(() => signer.sign('anything\n')).toThrow(BadNote);
    expect(() => cosigner(generateKey('a').signerKey, () => 0)).toThrow('of type 1');
    expect(() => cosignatureVerifier(generateKey('a').verifierKey)).toThrow('of type 1');
  });
});
