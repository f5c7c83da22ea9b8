import {
  decode,
  decodeAll,
  encode,
  encodeInteger,
  encodeObjectIdentifier,
  expectTag,
  TAG,
  BadDer,
} from './der.js';

const OID = {
  sha256: encodeObjectIdentifier('2.16.840.1.101.3.4.2.1'),
  signedData: encodeObjectIdentifier('1.2.840.113549.1.7.2'),
  timeStampInfo: encodeObjectIdentifier('1.2.840.113549.1.9.16.1.4'),
};

/** PKIStatus (RFC 3161, 2.4.2): the two with which a token comes. */
const GRANTED = [0, 1];

/** What an authority says in its answer; who has signed it is not looked at here. */
export interface TimeStampAnswer {
  granted: boolean;
  /** What the authority says of its refusal. */
  reason: string;
  /** Where it is granted. */
  token: TimeStampInfo | null;
}

export interface TimeStampInfo {
  digest: Buffer;
  /** As the bytes of a positive number without leading zeroes; null where the authority gave none back. */
  nonce: Buffer | null;
  /** ISO 8601, UTC. */
  time: string;
}

/** @returns a request for a time stamp of a SHA-256 (RFC 3161, 2.4.1), with the certificates of the authority in its answer */
export function timeStampRequest(digest: Uint8Array, nonce: Uint8Array): Buffer {
  return encode(
    TAG.sequence,
    encodeInteger(Buffer.of(1)),
    messageImprint(digest),
    encodeInteger(nonce),
    encode(TAG.boolean, Buffer.of(0xff)),
  );
}

/**
 * Reads an answer (RFC 3161, 2.4.2).
 *
 * @throws {BadDer} where it is none
 */
export function readTimeStampAnswer(bytes: Buffer): TimeStampAnswer {
  const [statusInfo, token, ...more] = decodeAll(expectTag(decode(bytes), TAG.sequence, 'The answer'));
  if (more.length > 0) throw new BadDer('The answer has more than a status and a token.');
  const [status, ...words] = decodeAll(expectTag(statusInfo, TAG.sequence, 'The status'));
  const code = expectTag(status, TAG.integer, 'The status');
  const granted = code.length === 1 && GRANTED.includes(code[0]!);
  if (granted !== (token !== undefined))
    throw new BadDer('A token comes with what is granted, and only with it.');
  return {
    granted,
    reason: words
      .filter(({ tag }) => tag === TAG.sequence)
      .flatMap(({ content }) => decodeAll(content))
      .map(({ content }) => content.toString('utf8'))
      .join(' '),
    token: token === undefined ? null : readToken(expectTag(token, TAG.sequence, 'The token')),
  };
}

/** ContentInfo with SignedData (RFC 5652), within it TSTInfo. */
function readToken(content: Buffer): TimeStampInfo {
  const [kind, wrapped] = decodeAll(content);
  expectType(kind, OID.signedData, 'Signed data');
  const signedData = expectTag(
    decode(expectTag(wrapped, TAG.explicit0, 'Signed data')),
    TAG.sequence,
    'Signed data',
  );
  const [, , encapsulated] = decodeAll(signedData);
  const [type, held] = decodeAll(expectTag(encapsulated, TAG.sequence, 'What is signed'));
  expectType(type, OID.timeStampInfo, 'A time stamp');
  const octets = expectTag(
    decode(expectTag(held, TAG.explicit0, 'A time stamp')),
    TAG.octetString,
    'A time stamp',
  );
  return readInfo(expectTag(decode(octets), TAG.sequence, 'A time stamp'));
}

function readInfo(content: Buffer): TimeStampInfo {
  const [version, policy, imprint, serial, time, ...rest] = decodeAll(content);
  if (!expectTag(version, TAG.integer, 'The version').equals(Buffer.of(1)))
    throw new BadDer('The version is not 1.');
  expectTag(policy, TAG.objectIdentifier, 'The policy');
  expectTag(serial, TAG.integer, 'The serial number');
  const nonce = rest.find(({ tag }) => tag === TAG.integer);
  return {
    digest: readImprint(expectTag(imprint, TAG.sequence, 'The digest')),
    nonce: nonce === undefined ? null : withoutZeroes(nonce.content),
    time: readTime(expectTag(time, TAG.generalizedTime, 'The time')),
  };
}

function messageImprint(digest: Uint8Array): Buffer {
  return encode(
    TAG.sequence,
    encode(TAG.sequence, OID.sha256, encode(TAG.null)),
    encode(TAG.octetString, digest),
  );
}

function readImprint(content: Buffer): Buffer {
  const [algorithm, digest] = decodeAll(content);
  const [type, parameters, ...more] = decodeAll(expectTag(algorithm, TAG.sequence, 'The kind of digest'));
  expectType(type, OID.sha256, 'SHA-256');
  // Left out or NULL: authorities do both.
  if (more.length > 0 || (parameters !== undefined && expectTag(parameters, TAG.null, 'NULL').length > 0))
    throw new BadDer('SHA-256 has no parameters.');
  return expectTag(digest, TAG.octetString, 'The digest');
}

/** `20260729123456.789Z` (RFC 3161, 2.4.2), as ISO 8601. */
function readTime(content: Buffer): string {
  const [, year, month, day, hour, minute, second, fraction = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d*[1-9])?Z$/.exec(content.toString('latin1')) ?? [];
  const time = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`;
  if (year === undefined || Number.isNaN(Date.parse(time))) throw new BadDer('The time is none.');
  return time;
}

function expectType(value: { tag: number; content: Buffer } | undefined, type: Buffer, what: string): void {
  if (!expectTag(value, TAG.objectIdentifier, what).equals(decode(type).content))
    throw new BadDer(`${what} is not there.`);
}

function withoutZeroes(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  return bytes.subarray(start);
}
