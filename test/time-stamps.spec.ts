import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  BadDer,
  decode,
  decodeAll,
  encode,
  encodeInteger,
  encodeObjectIdentifier,
  TAG,
} from '../src/time-stamps/der.js';
import { timeStamp, TimeStampRefusal } from '../src/time-stamps/time-stamp.js';
import { readTimeStampAnswer, timeStampRequest } from '../src/time-stamps/time-stamp-token.js';

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('There is no openssl: time stamps are not tried against an authority.');
    return false;
  }
}
const withOpenssl = hasOpenssl() ? describe : describe.skip;

describe('DER', () => {
  test('is read as it was written, and in one form only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000, size: 'max' }), (content) => {
        const bytes = encode(TAG.octetString, content);
        expect(decode(bytes)).toEqual({ tag: TAG.octetString, content: Buffer.from(content) });
        expect(() => decode(bytes.subarray(0, -1))).toThrow(BadDer);
        expect(() => decode(Buffer.concat([bytes, Buffer.of(0)]))).toThrow(BadDer);
      }),
      { numRuns: 30 },
    );
    for (const hex of [
      '',
      '04',
      '0480',
      '048100',
      '0481010a',
      '048200010a',
      `04820080${'00'.repeat(128)}`,
      '0485000000000100',
      '1f00',
      '0401',
      '04840000',
    ]) {
      expect(() => decode(Buffer.from(hex, 'hex'))).toThrow(BadDer);
    }
    expect(encodeInteger(Buffer.from('00ff', 'hex')).toString('hex')).toBe('020200ff');
    expect(encodeInteger(Buffer.from('000000', 'hex')).toString('hex')).toBe('020100');
    expect(encodeObjectIdentifier('1.2.840.113549.1.9.16.1.4').toString('hex')).toBe(
      '060b2a864886f70d0109100104',
    );
  });

  test('that is none is an error of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const read of [
          () => decodeAll(Buffer.from(bytes)),
          () => readTimeStampAnswer(Buffer.from(bytes)),
        ]) {
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(BadDer);
          }
        }
      }),
    );
  });
});

withOpenssl('a time stamp', () => {
  let directory: string;
  let server: Server;
  let url: string;
  let answer: (query: Buffer, response: ServerResponse) => void;
  const at = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): string =>
    execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const digest = createHash('sha256').update('KTB-0001 語り部 𠮷').digest();

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'kataribe-time-'));
    writeFileSync(
      at('authority.cnf'),
      [
        '[req]',
        'distinguished_name = name',
        '[name]',
        '[authority]',
        'extendedKeyUsage = critical,timeStamping',
        'basicConstraints = CA:TRUE',
        '[tsa]',
        'default_tsa = one',
        '[one]',
        `serial = ${at('serial')}`,
        'crypto_device = builtin',
        `signer_cert = ${at('authority.pem')}`,
        `signer_key = ${at('authority.key')}`,
        'signer_digest = sha256',
        'default_policy = 1.2.3.4',
        'digests = sha256',
        'accuracy = secs:1',
        'clock_precision_digits = 3',
        '',
      ].join('\n'),
    );
    openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=authority', '-days', '2'],
      ...['-config', at('authority.cnf'), '-extensions', 'authority'],
      ...['-keyout', at('authority.key'), '-out', at('authority.pem')],
    );
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => answer(Buffer.concat(chunks), response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    answer = (query, response) => response.end(reply(query));
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    rmSync(directory, { recursive: true, force: true });
  });

  function reply(query: Buffer): Buffer {
    writeFileSync(at('query.tsq'), query);
    openssl(
      'ts',
      '-reply',
      '-config',
      at('authority.cnf'),
      '-queryfile',
      at('query.tsq'),
      '-out',
      at('reply.tsr'),
    );
    return readFileSync(at('reply.tsr'));
  }

  test('is one openssl verifies', async () => {
    const { answer: bytes, time } = await timeStamp(url, digest);
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000);
    writeFileSync(at('kept.tsr'), bytes);
    const verify = (hex: string): string =>
      openssl('ts', '-verify', '-digest', hex, '-in', at('kept.tsr'), '-CAfile', at('authority.pem'));
    expect(verify(digest.toString('hex'))).toContain('Verification: OK');
    expect(() => verify('00'.repeat(32))).toThrow();
    expect(openssl('ts', '-query', '-in', at('query.tsq'), '-text')).toContain('Certificate required: yes');
  });

  test('of another digest or to another request is refused', async () => {
    const old = reply(timeStampRequest(digest, randomBytes(8)));
    answer = (_query, response) => response.end(old);
    await expect(timeStamp(url, digest)).rejects.toThrow('nonce');
    const other = createHash('sha256').update('other').digest();
    await expect(timeStamp(url, other)).rejects.toThrow('another digest');
  });

  test('that is refused, altered, cut off or no time stamp at all, is said to be so', async () => {
    // An authority that takes no SHA-256 answers with a status and a reason.
    const config = readFileSync(at('authority.cnf'), 'utf8');
    writeFileSync(at('authority.cnf'), config.replace('digests = sha256', 'digests = sha512'));
    try {
      await expect(timeStamp(url, digest)).rejects.toThrow(
        'refuses the time stamp: Message digest algorithm',
      );
    } finally {
      writeFileSync(at('authority.cnf'), config);
    }
    const says = async (body: (query: Buffer) => Buffer | string, status = 200): Promise<unknown> => {
      answer = (query, response) => response.writeHead(status).end(body(query));
      return timeStamp(url, digest).catch((error: unknown) => error);
    };
    for (const body of [
      () => '',
      () => 'no time stamp',
      () => Buffer.alloc(300 * 1024),
      (query: Buffer) => reply(query).subarray(0, -1),
      (query: Buffer) => Buffer.concat([reply(query), Buffer.of(0)]),
      (query: Buffer) => query,
    ]) {
      expect(await says(body)).toBeInstanceOf(TimeStampRefusal);
    }
    expect(await says(() => 'x', 500)).toMatchObject({ message: `${url} answers 500.` });
    answer = () => undefined;
    await expect(timeStamp(url, digest, { timeoutMilliseconds: 50 })).rejects.toThrow(
      'did not answer in time',
    );
    await expect(timeStamp('http://127.0.0.1:1', digest)).rejects.toThrow('cannot be asked');
    await expect(timeStamp(url, Buffer.alloc(20))).rejects.toThrow(RangeError);
  });
});
