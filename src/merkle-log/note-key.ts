import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { fromBase64 } from './base64.js';
import { BadNote } from './bad-note.js';

/*
 * Keys of signed notes (C2SP signed-note): a name, an id made of name, kind and public key, and the key itself. The texts are
 * those of Go's golang.org/x/mod/sumdb/note, so that its tools read our keys and we theirs.
 */

/** What a key signs, by the byte that enters its id. */
export const KEY_TYPES = { note: 0x01, cosignature: 0x04 } as const;
export type KeyType = keyof typeof KEY_TYPES;

/** A public key whose signatures are looked for. */
export interface NoteVerifier {
  name: string;
  /** 32 bits. */
  id: number;
  /** @returns whether the key made this signature of the text; false for whatever is no signature */
  verifies(text: string, signature: Buffer): boolean;
}

export interface NoteSigner {
  name: string;
  id: number;
  sign(text: string): Buffer;
}

/** An Ed25519 key read from its text. */
export interface NoteKey {
  name: string;
  id: number;
  key: KeyObject;
}

export interface KeyPair {
  /** `PRIVATE+KEY+<name>+<id>+<base64>`: a secret. */
  signerKey: string;
  /** `<name>+<id>+<base64>`: for everyone. */
  verifierKey: string;
}

const SECRET = 'PRIVATE+KEY+';
const KEY_BYTES = 32;
// What stands before the 32 bytes of an Ed25519 key in PKCS #8 and SPKI (RFC 8410); node:crypto takes keys in these only.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** @throws {BadNote} where nobody's key may be called so */
export function generateKey(name: string, type: KeyType = 'note'): KeyPair {
  checkKeyName(name);
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-KEY_BYTES);
  return {
    signerKey: SECRET + keyText(name, type, publicBytes(privateKey), seed),
    verifierKey: verifierKey(name, type, privateKey),
  };
}

/** @throws {BadNote} where the text is no key of this type; the message holds nothing of the key */
export function readSignerKey(text: string, type: KeyType): NoteKey {
  if (!text.startsWith(SECRET)) throw new BadNote(`A signer key begins with "${SECRET}".`);
  const { name, id, bytes } = parseKeyText(text.slice(SECRET.length), type);
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
  if (keyId(name, type, publicBytes(key)) !== id)
    throw new BadNote('The id of this signer key is not that of its key.');
  return { name, id, key };
}

/** @throws {BadNote} where the text is no key of this type */
export function readVerifierKey(text: string, type: KeyType): NoteKey {
  if (text.startsWith(SECRET)) throw new BadNote('A signer key, which is secret, stands for a verifier key.');
  const { name, id, bytes } = parseKeyText(text, type);
  if (keyId(name, type, bytes) !== id)
    throw new BadNote('The id of this verifier key is not that of its key.');
  return {
    name,
    id,
    key: createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' }),
  };
}

/** @returns the verifier key of a signer key */
export function verifierKeyOf(signerKey: string, type: KeyType = 'note'): string {
  const { name, key } = readSignerKey(signerKey, type);
  return verifierKey(name, type, key);
}

/** @returns who signs notes with this `PRIVATE+KEY+…` */
export function noteSigner(signerKey: string): NoteSigner {
  const { name, id, key } = readSignerKey(signerKey, 'note');
  return { name, id, sign: (text) => sign(null, Buffer.from(text), key) };
}

/** @returns whose signatures of notes are looked for, by `<name>+<id>+<base64>` */
export function noteVerifier(text: string): NoteVerifier {
  const { name, id, key } = readVerifierKey(text, 'note');
  return { name, id, verifies: (signed, signature) => verify(null, Buffer.from(signed), key, signature) };
}

export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}\p{Cc}+]/u.test(name);
}

export function checkKeyName(name: string): void {
  if (!isKeyName(name))
    throw new BadNote(
      `A key's name has at least one character, no space and no "+", found ${JSON.stringify(name)}.`,
    );
}

function verifierKey(name: string, type: KeyType, key: KeyObject): string {
  return keyText(name, type, publicBytes(key), publicBytes(key));
}

function keyText(name: string, type: KeyType, publicKey: Buffer, bytes: Buffer): string {
  const id = keyId(name, type, publicKey).toString(16).padStart(8, '0');
  return `${name}+${id}+${Buffer.concat([Buffer.of(KEY_TYPES[type]), bytes]).toString('base64')}`;
}

function parseKeyText(text: string, type: KeyType): { name: string; id: number; bytes: Buffer } {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  if (name === undefined || !isKeyName(name)) {
    throw new BadNote('A key is written <name>+<id, eight hexadecimal digits>+<base64>.');
  }
  const bytes = fromBase64(encoded!);
  if (bytes === null) throw new BadNote(`The key of ${name} is not in base64.`);
  if (bytes[0] !== KEY_TYPES[type]) {
    throw new BadNote(
      `The key of ${name} is of type ${bytes[0]}; for a ${type} it is of type ${KEY_TYPES[type]}.`,
    );
  }
  if (bytes.length !== 1 + KEY_BYTES) throw new BadNote(`The key of ${name} is no Ed25519 key of 32 bytes.`);
  return { name, id: Number.parseInt(id!, 16), bytes: bytes.subarray(1) };
}

function keyId(name: string, type: KeyType, publicKey: Buffer): number {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.of(KEY_TYPES[type]))
    .update(publicKey)
    .digest()
    .readUInt32BE(0);
}

function publicBytes(key: KeyObject): Buffer {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
}
