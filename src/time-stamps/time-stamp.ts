import { randomBytes } from 'node:crypto';
import { limitedBody } from '../common/limited-body.js';
import { BadDer } from './der.js';
import { readTimeStampAnswer, type TimeStampAnswer, timeStampRequest } from './time-stamp-token.js';

export interface TimeStamp {
  /** The answer of the authority as it came: what `openssl ts -verify -in` reads. */
  answer: Buffer;
  /** When the authority says it was, ISO 8601, UTC. */
  time: string;
}

export interface TimeStampSettings {
  timeoutMilliseconds?: number;
  fetch?: typeof globalThis.fetch;
}

/** Why there is no time stamp; the message is a sentence for the operator. */
export class TimeStampRefusal extends Error {
  override name = 'TimeStampRefusal';
}

const DIGEST_BYTES = 32;
const NONCE_BYTES = 16;
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * Asks an authority to say that it has seen a digest (RFC 3161). That the answer is of this digest and to this request is
 * looked at; the signature of the authority is for whoever needs the stamp: `openssl ts -verify`, with the certificate of
 * the authority.
 *
 * @param url of the authority
 * @param digest a SHA-256
 * @throws {TimeStampRefusal}
 */
export async function timeStamp(
  url: string,
  digest: Uint8Array,
  { timeoutMilliseconds = 20_000, fetch = globalThis.fetch }: TimeStampSettings = {},
): Promise<TimeStamp> {
  if (digest.length !== DIGEST_BYTES) throw new RangeError(`A SHA-256 has ${DIGEST_BYTES} bytes.`);
  const nonce = randomBytes(NONCE_BYTES);
  // A number has one form only without leading zeroes.
  nonce[0]! |= 0x40;
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  const answer = await post(url, timeStampRequest(digest, nonce), fetch, signal);
  const { granted, reason, token } = read(url, answer);
  if (!granted || token === null)
    throw new TimeStampRefusal(`${url} refuses the time stamp${reason === '' ? '.' : `: ${reason}`}`);
  if (!token.digest.equals(digest)) throw new TimeStampRefusal(`${url} has stamped another digest.`);
  if (token.nonce?.equals(nonce) !== true)
    throw new TimeStampRefusal(`${url} has answered another request: the nonce is not that of ours.`);
  return { answer, time: token.time };
}

function read(url: string, answer: Buffer): TimeStampAnswer {
  try {
    return readTimeStampAnswer(answer);
  } catch (error) {
    if (error instanceof BadDer)
      throw new TimeStampRefusal(`${url} answers with what is no time stamp: ${error.message}`);
    throw error;
  }
}

async function post(
  url: string,
  body: Buffer,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Buffer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      redirect: 'error',
      body: new Uint8Array(body),
      signal,
    });
    if (response.status !== 200) throw new TimeStampRefusal(`${url} answers ${response.status}.`);
    const answer = await limitedBody(response, MAX_ANSWER_BYTES);
    if (answer === null) throw new TimeStampRefusal(`${url} answers more than a time stamp can be.`);
    return answer;
  } catch (error) {
    if (error instanceof TimeStampRefusal) throw error;
    const why = signal.aborted ? 'it did not answer in time' : (error as Error).message;
    throw new TimeStampRefusal(`${url} cannot be asked: ${why}.`);
  }
}
