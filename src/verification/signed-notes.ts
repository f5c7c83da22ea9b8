import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';

/* Checkpoints as they are signed (C2SP signed-note, tlog-checkpoint, tlog-cosignature), read by their specification alone. */

export interface Checkpoint {
  origin: string;
  size: number;
  /** In base64 */
  root: string;
  /** What is signed */
  text: string;
  signatures: Signature[];
}

export interface Signature {
  name: string;
  /** Eight hexadecimal digits */
  keyId: string;
  bytes: Buffer;
}

export interface VerifierKey {
  name: string;
  keyId: string;
  kind: 'note' | 'cosignature';
  key: KeyObject;
  /** As it is written */
  text: string;
}

const KINDS: Record<number, VerifierKey['kind']> = { 1: 'note', 4: 'cosignature' };
// What stands before the 32 bytes of an Ed25519 key (RFC 8410).
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const MOST_BYTES = 1_000_000;

/** @returns the key of a text `<name>+<id>+<base64>`; null where it is none */
export function readVerifierKey(text: string): VerifierKey | null {
  const [, name, keyId, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text) ?? [];
  if (name === undefined) return null;
  const bytes = Buffer.from(encoded!, 'base64');
  const kind = KINDS[bytes[0] ?? 0];
  if (kind === undefined || bytes.length !== 33 || bytes.toString('base64') !== encoded) return null;
  const named = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), bytes]), 'hex').slice(0, 8);
  if (named !== keyId) return null;
  const key = createPublicKey({
    key: Buffer.concat([SPKI, bytes.subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  return { name, keyId: keyId, kind, key, text };
}

/** @returns what a note says, whoever signed it; null where it is no checkpoint */
export function readCheckpoint(note: string): Checkpoint | null {
  if (note.length > MOST_BYTES || !note.endsWith('\n')) return null;
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return null;
  const text = note.slice(0, end + 1);
  const signatures = note
    .slice(end + 2, -1)
    .split('\n')
    .map(readSignature);
  const lines = text.slice(0, -1).split('\n');
  const [origin, size, root] = lines;
  if (signatures.some((signature) => signature === null) || lines.includes('') || root === undefined)
    return null;
  if (!/^(0|[1-9]\d{0,15})$/.test(size!) || !/^[A-Za-z0-9+/]{43}=$/.test(root)) return null;
  return { origin: origin!, size: Number(size), root, text, signatures: signatures as Signature[] };
}

/** @param line of a note, or of what a witness answered */
export function readSignature(line: string): Signature | null {
  const [, name, encoded] = /^\u2014 ([^ ]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  if (name === undefined) return null;
  const bytes = Buffer.from(encoded!, 'base64');
  if (bytes.length < 5) return null;
  return { name, keyId: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) };
}

export function isOf(signature: Signature, key: VerifierKey): boolean {
  return signature.name === key.name && signature.keyId === key.keyId;
}

/** @returns whether this key made this signature of that text */
export function verifies(text: string, { bytes }: Signature, { key, kind }: VerifierKey): boolean {
  if (kind === 'note') return verify(null, Buffer.from(text), key, bytes);
  // A witness says when it saw the checkpoint: eight bytes before the signature.
  if (bytes.length !== 8 + 64) return false;
  const signed = `cosignature/v1\ntime ${bytes.readBigUInt64BE(0)}\n${text}`;
  return verify(null, Buffer.from(signed), key, bytes.subarray(8));
}
