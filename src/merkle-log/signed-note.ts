import { BadNote, UnsignedNote } from './bad-note.js';
import { fromBase64 } from './base64.js';
import { isKeyName, type NoteSigner, type NoteVerifier } from './note-key.js';

/** A text and who signed it (C2SP signed-note). Trust nothing of it before `verifyNote`. */
export interface SignedNote {
  /** What is signed: all before the empty line, with its last line feed. */
  text: string;
  signatures: NoteSignature[];
}

export interface NoteSignature {
  name: string;
  /** Of the key, 32 bits. */
  id: number;
  signature: Buffer;
  /** As it stands in the note, without its line feed. */
  line: string;
}

export const MAX_NOTE_BYTES = 1_000_000;
export const MAX_SIGNATURES = 100;

/**
 * @param text ends with a line feed
 * @returns the note, with one signature of each signer
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  checkText(text);
  if (signers.length === 0) throw new BadNote('A note has one signature at least.');
  return `${text}\n${signers.map((signer) => signatureLine(signer, signer.sign(text))).join('')}`;
}

/** @returns the line, line feed included, by which a signature stands in a note */
export function signatureLine({ name, id }: { name: string; id: number }, signature: Buffer): string {
  const idBytes = Buffer.alloc(4);
  idBytes.writeUInt32BE(id);
  return `— ${name} ${Buffer.concat([idBytes, signature]).toString('base64')}\n`;
}

/**
 * @returns the note with these lines after its own, those it has already left out
 * @throws {BadNote}
 */
export function withSignatures(note: string, lines: readonly string[]): string {
  const { text, signatures } = parseNote(note);
  const all = [...new Set([...signatures.map(({ line }) => line), ...lines.map((line) => line.trimEnd())])];
  const together = `${text}\n${all.map((line) => `${line}\n`).join('')}`;
  parseNote(together);
  return together;
}

/** @throws {BadNote} */
export function parseNote(note: string | Uint8Array): SignedNote {
  const whole = decoded(note);
  const end = whole.lastIndexOf('\n\n');
  if (end === -1)
    throw new BadNote('A note is a text, an empty line and its signatures; there is no empty line.');
  const text = whole.slice(0, end + 1);
  checkText(text);
  return { text, signatures: parseSignatures(whole.slice(end + 2)) };
}

/** @throws {BadNote} where a line is no signature, or there is none */
export function parseSignatures(block: string): NoteSignature[] {
  if (!block.endsWith('\n')) throw new BadNote('The last signature of a note ends with a line feed.');
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > MAX_SIGNATURES)
    throw new BadNote(`A note has at most ${MAX_SIGNATURES} signatures, found ${lines.length}.`);
  return lines.map(parseSignature);
}

function parseSignature(line: string): NoteSignature {
  const [, name, encoded] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  const bytes = encoded === undefined ? null : fromBase64(encoded);
  if (name === undefined || !isKeyName(name) || bytes === null || bytes.length < 5) {
    throw new BadNote(
      `A signature is written "— <name> <base64 of key id and signature>", found ${JSON.stringify(line.slice(0, 200))}.`,
    );
  }
  return { name, id: bytes.readUInt32BE(0), signature: bytes.subarray(4), line };
}

/**
 * @param verifiers the keys that are trusted; signatures of others are left aside
 * @returns the text, which may be trusted now, and the signatures by the keys that are known
 * @throws {UnsignedNote} where no trusted key has signed, one has signed twice, or what stands for its signature is none
 * @throws {BadNote} where it is no note
 */
export function verifyNote(note: string | Uint8Array, verifiers: readonly NoteVerifier[]): SignedNote {
  const { text, signatures } = parseNote(note);
  const known: NoteSignature[] = [];
  for (const signature of signatures) {
    const verifier = verifiers.find(({ name, id }) => name === signature.name && id === signature.id);
    if (verifier === undefined) continue;
    if (known.some(({ name, id }) => name === signature.name && id === signature.id))
      throw new UnsignedNote(`The note has two signatures of one key of ${signature.name}.`);
    if (!verifier.verifies(text, signature.signature))
      throw new UnsignedNote(`The signature of ${signature.name} is not one of this text.`);
    known.push(signature);
  }
  if (known.length === 0) throw new UnsignedNote('None of the keys that are trusted has signed the note.');
  return { text, signatures: known };
}

function decoded(note: string | Uint8Array): string {
  const bytes = typeof note === 'string' ? Buffer.byteLength(note) : note.length;
  if (bytes > MAX_NOTE_BYTES)
    throw new BadNote(`A note has at most ${MAX_NOTE_BYTES} bytes, found ${bytes}.`);
  if (typeof note === 'string') return note;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(note);
  } catch {
    throw new BadNote('A note is in UTF-8; this one is not.');
  }
}

function checkText(text: string): void {
  if (!text.endsWith('\n')) throw new BadNote('The text of a note ends with a line feed.');
  if (!text.isWellFormed()) throw new BadNote('The text of a note is well-formed Unicode.');
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) {
    throw new BadNote('The text of a note has no control characters but line feeds.');
  }
}
