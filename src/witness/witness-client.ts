import { limitedBody } from '../common/limited-body.js';
import { BadNote } from '../merkle-log/bad-note.js';
import { parseCheckpoint, parseSize } from '../merkle-log/checkpoint.js';
import { cosignatureVerifier, cosignedAt } from '../merkle-log/cosignature.js';
import type { Hash } from '../merkle-log/hash.js';
import { parseNote, parseSignatures } from '../merkle-log/signed-note.js';
import { formatAddCheckpoint } from './add-checkpoint.js';

export interface WitnessAddress {
  /** Where `/add-checkpoint` follows. */
  url: string;
  /** `<name>+<id>+<base64>`, as the witness says it at its start. */
  verifierKey: string;
}

export interface Cosignature {
  /** To be added to the note of the checkpoint, line feed included. */
  line: string;
  /** When the witness signed, in seconds since 1970. */
  seconds: number;
  /** The size of the tree the witness had cosigned before. */
  sizeBefore: number;
  /** Whether that is less than was known: the witness has forgotten, and its operator should hear of it. */
  forgot: boolean;
}

export interface WitnessSettings {
  /** For the whole exchange. */
  timeoutMilliseconds?: number;
  fetch?: typeof globalThis.fetch;
}

/** Why there is no cosignature. */
export type RefusalReason =
  /** No answer, or none in time. */
  | 'unreachable'
  /** The witness has cosigned a larger tree than this checkpoint's. */
  | 'ahead'
  /** The witness has cosigned another tree of this size: two histories. */
  | 'conflict'
  /** An answer that says no: see `status`. */
  | 'refused'
  /** An answer that is none, or a signature that is not the witness's. */
  | 'malformed';

export class WitnessRefusal extends Error {
  override name = 'WitnessRefusal';
  constructor(
    readonly reason: RefusalReason,
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

/** A witness of a running archive may be asked by another instance in between: so often its size may change. */
const ATTEMPTS = 4;
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Asks a witness to cosign a checkpoint.
 *
 * @param note the checkpoint, signed by the log
 * @param knownSize of the tree the witness has cosigned last, as far as is known; 0 where nothing is
 * @param proofFor gives the proof that the larger tree begins with the smaller
 * @throws {WitnessRefusal}
 */
export async function cosignatureOf(
  witness: WitnessAddress,
  note: string,
  knownSize: number,
  proofFor: (from: number, to: number) => Promise<Hash[]>,
  { timeoutMilliseconds = 10_000, fetch = globalThis.fetch }: WitnessSettings = {},
): Promise<Cosignature> {
  const { text } = parseNote(note);
  const { size } = parseCheckpoint(text);
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  let oldSize = Math.min(knownSize, size);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const proof = oldSize === 0 || oldSize === size ? [] : await proofFor(oldSize, size);
    const answer = await post(witness, formatAddCheckpoint({ oldSize, proof, note }), { fetch, signal });
    if (answer.status === 200) {
      const found = ownLine(witness, text, answer.body);
      return { ...found, sizeBefore: oldSize, forgot: oldSize < Math.min(knownSize, size) };
    }
    if (answer.status !== 409)
      throw new WitnessRefusal(
        'refused',
        `${witness.url} answers ${answer.status}: ${answer.body.trim().slice(0, 300)}`,
        answer.status,
      );
    oldSize = sizeAfterConflict(witness, answer.body, oldSize, size);
  }
  throw new WitnessRefusal('unreachable', `${witness.url} is asked by others all the time.`);
}

function sizeAfterConflict(witness: WitnessAddress, body: string, asked: number, size: number): number {
  const latest = body.endsWith('\n') ? parseSize(body.slice(0, -1)) : null;
  if (latest === null)
    throw new WitnessRefusal('malformed', `${witness.url} answers 409 without the size it knows.`, 409);
  if (latest > size)
    throw new WitnessRefusal('ahead', `${witness.url} has cosigned a tree of ${latest} leaves already.`, 409);
  if (latest === asked)
    throw new WitnessRefusal(
      'conflict',
      `${witness.url} has cosigned another tree of ${latest} leaves: there are two histories.`,
      409,
    );
  return latest;
}

function ownLine(witness: WitnessAddress, text: string, body: string): { line: string; seconds: number } {
  const verifier = cosignatureVerifier(witness.verifierKey);
  try {
    for (const { name, id, signature, line } of parseSignatures(body)) {
      if (name !== verifier.name || id !== verifier.id) continue;
      if (!verifier.verifies(text, signature))
        throw new BadNote('The signature is not one of this checkpoint.');
      return { line: `${line}\n`, seconds: cosignedAt(signature)! };
    }
    throw new BadNote(`There is no signature of ${verifier.name} in its answer.`);
  } catch (error) {
    if (error instanceof BadNote)
      throw new WitnessRefusal('malformed', `${witness.url}: ${error.message}`, 200);
    throw error;
  }
}

async function post(
  { url }: WitnessAddress,
  body: string,
  { fetch, signal }: { fetch: typeof globalThis.fetch; signal: AbortSignal },
): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      redirect: 'error',
      body,
      signal,
    });
    const answer = await limitedBody(response, MAX_ANSWER_BYTES);
    if (answer === null)
      throw new WitnessRefusal('malformed', `${url} answers more than ${MAX_ANSWER_BYTES} bytes.`);
    return { status: response.status, body: answer.toString('utf8') };
  } catch (error) {
    if (error instanceof WitnessRefusal) throw error;
    const reason = signal.aborted ? 'it did not answer in time' : (error as Error).message;
    throw new WitnessRefusal('unreachable', `${url} cannot be asked: ${reason}.`);
  }
}
