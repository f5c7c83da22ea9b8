import * as fc from 'fast-check';
import { BadNote, UnsignedNote } from './bad-note.js';
import { generateKey, noteSigner, noteVerifier, verifierKeyOf } from './note-key.js';
import { parseNote, signatureLine, signNote, verifyNote, withSignatures } from './signed-note.js';

// The example of Go's golang.org/x/mod/sumdb/note, whose key is public.
const PETER = {
  signerKey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  verifierKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
};
const PETERS_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETERS_LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

const archive = generateKey('archive.example/語り部');
const other = generateKey('other.example');
const text = '한국어 𠮷\n\nсело Усть\u0301е\n';
const note = signNote(text, [noteSigner(archive.signerKey)]);
const trusted = [noteVerifier(archive.verifierKey)];

describe('a signed note', () => {
  test('is the note another program makes with the same key', () => {
    expect(signNote(PETERS_TEXT, [noteSigner(PETER.signerKey)])).toBe(`${PETERS_TEXT}\n${PETERS_LINE}`);
    expect(verifierKeyOf(PETER.signerKey)).toBe(PETER.verifierKey);
    expect(verifyNote(`${PETERS_TEXT}\n${PETERS_LINE}`, [noteVerifier(PETER.verifierKey)]).text).toBe(
      PETERS_TEXT,
    );
  });

  test('gives its text to whoever trusts the key, and to nobody else', () => {
    expect(verifyNote(note, trusted)).toMatchObject({
      text,
      signatures: [{ name: 'archive.example/語り部' }],
    });
    expect(verifyNote(Buffer.from(note), trusted).text).toBe(text);
    expect(() => verifyNote(note, [noteVerifier(other.verifierKey)])).toThrow(UnsignedNote);
    expect(() => verifyNote(note, [])).toThrow(UnsignedNote);
    // The same name, another key.
    expect(() => verifyNote(note, [noteVerifier(generateKey('archive.example/語り部').verifierKey)])).toThrow(
      'None of the keys',
    );
  });

  test('of any text is read as it was signed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        const signed = `${any}\n`;
        expect(verifyNote(signNote(signed, [noteSigner(archive.signerKey)]), trusted).text).toBe(signed);
      }),
    );
  });

  test('tolerates signatures it does not know', () => {
    const unknown = signatureLine({ name: 'witness.example', id: 7 }, Buffer.alloc(72, 1));
    expect(verifyNote(note + unknown, trusted).signatures).toHaveLength(1);
    const both = signNote(text, [noteSigner(other.signerKey), noteSigner(archive.signerKey)]);
    expect(verifyNote(both, trusted).signatures).toHaveLength(1);
    expect(verifyNote(both, [...trusted, noteVerifier(other.verifierKey)]).signatures).toHaveLength(2);
  });

  test('with a false or a second signature of a known key is refused', () => {
    const [, line] = note.split('\n\n').slice(-2) as [string, string];
    const { name, id } = noteSigner(archive.signerKey);
    expect(() => verifyNote(note + line, trusted)).toThrow('two signatures');
    for (const bytes of [Buffer.alloc(64), Buffer.alloc(1), Buffer.alloc(65, 3)]) {
      const both = signNote(text, [noteSigner(other.signerKey)]) + signatureLine({ name, id }, bytes);
      expect(() => verifyNote(both, [noteVerifier(other.verifierKey), ...trusted])).toThrow(
        'not one of this text',
      );
    }
    expect(() => verifyNote(note.replace('село', 'Село'), trusted)).toThrow(UnsignedNote);
  });

  test('has one form only', () => {
    const line = note.slice(note.lastIndexOf('—'));
    for (const wrong of [
      '',
      '\n',
      text,
      `${text}\n`,
      `text\n${line}`,
      `\n\n`,
      note.slice(0, -1),
      `${note}\n`,
      note.replaceAll('\n', '\r\n'),
      note.replace('— ', '- '),
      note.replace('— ', '—  '),
      note.replace('한국어', '한\u0000'),
      note.replace('한국어', '한\ud800'),
      note.replace('한국어', '한\t'),
      `${text}\n— archive+plus AAAAAAA=\n`,
      `${text}\n— archive\u00a0space AAAAAAA=\n`,
      `${text}\n—  AAAAAAA=\n`,
      `${text}\n— archive AAAA\n`,
      `${text}\n— archive AAAAAAB=\n`,
      `${text}\n— archive AAAAAAA\n`,
      `${text}\n— archive AAAA-AA=\n`,
      `${text}\n${'— a AAAAAAA=\n'.repeat(101)}`,
      `${'x'.repeat(1_000_000)}\n\n${line}`,
    ]) {
      expect(() => parseNote(wrong)).toThrow(BadNote);
    }
    expect(() => parseNote(Buffer.concat([Buffer.of(0xff), Buffer.from(note)]))).toThrow('UTF-8');
    expect(parseNote(`${text}\n${'— a AAAAAAA=\n'.repeat(100)}`).signatures).toHaveLength(100);
    expect(() => signNote('no line feed', [noteSigner(archive.signerKey)])).toThrow('line feed');
    expect(() => signNote(text, [])).toThrow('one signature at least');
  });

  test('gains the signatures of others once', () => {
    const line = signatureLine({ name: 'witness.example', id: 7 }, Buffer.alloc(72, 1));
    const more = withSignatures(note, [line]);
    expect(more).toBe(note + line);
    expect(withSignatures(more, [line])).toBe(more);
    expect(() => withSignatures(note, ['nonsense'])).toThrow(BadNote);
  });
});

describe('a key', () => {
  test('is read from its own text only', () => {
    const { signerKey, verifierKey } = archive;
    expect(verifierKeyOf(signerKey)).toBe(verifierKey);
    expect(() => noteVerifier(signerKey)).toThrow('secret');
    expect(() => noteSigner(verifierKey)).toThrow('begins with');
    expect(() => noteVerifier(generateKey('witness', 'cosignature').verifierKey)).toThrow('of type 4');
    const [name, id, key] = verifierKey.split('+', 2).concat(verifierKey.split('+').slice(2).join('+'));
    for (const wrong of [
      '',
      name!,
      `${name}+${id}`,
      `${name}+${id}+`,
      `${name}+${id}+${key} `,
      `${name}+00000000+${key}`,
      `other+${id}+${key}`,
      `${name}+${id!.toUpperCase()}x+${key}`,
      `${name}+${id}+${Buffer.concat([Buffer.of(1), Buffer.alloc(31)]).toString('base64')}`,
      `${name}+${id}+AQ`,
    ]) {
      expect(() => noteVerifier(wrong)).toThrow(BadNote);
    }
    const parts = signerKey.split('+');
    expect(() => noteSigner([...parts.slice(0, 3), '00000000', ...parts.slice(4)].join('+'))).toThrow(
      'The id',
    );
  });

  test('has a name without spaces and plus signs', () => {
    for (const name of ['', 'a b', 'a+b', 'a\u3000b', 'a\nb', 'a\u0000', '\ud800']) {
      expect(() => generateKey(name)).toThrow(BadNote);
    }
  });
});
