import { rm } from 'node:fs/promises';
import type supertest from 'supertest';
import { parseCheckpoint } from '../src/merkle-log/checkpoint.js';
import { leafHash } from '../src/merkle-log/hash.js';
import { noteVerifier } from '../src/merkle-log/note-key.js';
import { verifyConsistency, verifyInclusion } from '../src/merkle-log/proof-checks.js';
import { verifyNote } from '../src/merkle-log/signed-note.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { erase } from './support/erase.js';
import { expectProblem, UNKNOWN_ID } from './support/expectations.js';
import {
  claimFields,
  imposeRestriction,
  makeClaim,
  makePlace,
  makeTestimony,
  WORDS,
} from './support/factories.js';
import { commitmentBy, type Envelope, sequenced, testLog } from './support/log.js';
import { claimRows, restrict } from './support/restrict.js';

interface Receipt {
  state: 'pending' | 'logged';
  checkpoint: string | null;
  entries: {
    index: number | null;
    envelope: string;
    proof: string[];
    disclosed: Record<string, { salt: string; value: string | null }>;
  }[];
  next: string | null;
}

describe('receipts', () => {
  let archive: TestArchive;
  const log = testLog();
  beforeAll(async () => {
    archive = await openArchive('chapter', { log });
    await sequenced(archive);
  });
  afterAll(async () => {
    await archive.close();
    await rm(log.keyFile, { force: true });
  });

  const write = (prefer?: string): supertest.Test => {
    const request = archive.as('archivist').post('/api/places').send({ name: '奉天' });
    return prefer === undefined ? request : request.set('prefer', prefer);
  };

  /** What a stranger does with a receipt: the key from elsewhere, and nothing else of ours. @returns what is proven */
  async function verified({
    checkpoint,
    entries,
  }: Receipt): Promise<Map<string, Record<string, string | null>>> {
    const { body } = await archive.as(null).get('/api/log/keys').expect(200);
    const keys = (body as { items: { verifierKey: string }[] }).items.map((key) =>
      noteVerifier(key.verifierKey),
    );
    const { size, root } = parseCheckpoint(verifyNote(checkpoint!, keys).text);
    const proven = new Map<string, Record<string, string | null>>();
    for (const { index, envelope, proof, disclosed } of entries) {
      const hashes = proof.map((hash) => Buffer.from(hash, 'base64'));
      const leaf = leafHash(Buffer.from(envelope));
      expect(verifyInclusion({ index: index!, size, leaf, proof: hashes, root })).toBe(true);
      const said = JSON.parse(envelope) as Envelope;
      for (const [column, { salt, value }] of Object.entries(disclosed)) {
        expect([column, commitmentBy(Buffer.from(salt, 'base64'), value)]).toEqual([
          column,
          said.columns![column],
        ]);
      }
      proven.set(
        `${said.table} v${said.version}`,
        Object.fromEntries(Object.entries(disclosed).map(([column, { value }]) => [column, value])),
      );
    }
    return proven;
  }

  const receiptOf = async (response: supertest.Response, role: 'archivist' | null = 'archivist') =>
    (
      await archive
        .as(role)
        .get(response.headers['kataribe-receipt'] as string)
        .expect(200)
    ).body as Receipt;

  test('every answer to a write names its own, which proves what was written', async () => {
    const response = await write().expect(201);
    expect(response.headers['kataribe-receipt']).toMatch(/^\/api\/log\/receipts\/[0-9a-f-]{36}$/);
    await sequenced(archive);
    const receipt = await receiptOf(response);
    expect(receipt.state).toBe('logged');
    const proven = await verified(receipt);
    expect(proven.get('place v1')).toMatchObject({ name: '奉天', note: null });
    expect(proven.get('activity v1')).toMatchObject({ type: 'place.create' });
  });

  test('reading has none, nor has a refusal, nor a rehearsal', async () => {
    const reading = await archive.as('archivist').get('/api/places').expect(200);
    const refused = await archive.as('archivist').post('/api/places').send({}).expect(422);
    const { id } = await makeTestimony(archive);
    const rehearsed = await archive
      .as('archivist')
      .post('/api/restrictions?dryRun=true')
      .send({ kind: 'testimony', recordId: id, mode: 'registered', basis: 'archive', because: 'Perhaps.' });
    expect(rehearsed.status).toBeLessThan(300);
    for (const { headers } of [reading, refused, rehearsed])
      expect(headers).not.toHaveProperty('kataribe-receipt');
  });

  test('whoever prefers to wait has the proof in the answer', async () => {
    const response = await write('wait=20').expect(201);
    const { receipt, ...record } = response.body as { receipt: Receipt; name: string };
    expect([record.name, receipt.state, response.headers['preference-applied']]).toEqual([
      '奉天',
      'logged',
      'wait',
    ]);
    expect((await verified(receipt)).get('place v1')).toMatchObject({ name: '奉天' });
    // The tag is that of the record, which is the same without its receipt.
    const { headers } = await archive
      .as('archivist')
      .get(response.headers.location as string)
      .expect(200);
    expect(headers.etag).toBe(response.headers.etag);
  });

  test.each(['wait=0', 'wait="0"', 'return=minimal, wait=0'])('Prefer: %s does not wait', async (prefer) => {
    const { body } = await write(prefer).expect(201);
    expect(['pending', 'logged']).toContain((body as { receipt: Receipt }).receipt.state);
  });

  test.each(['return=minimal', 'wait=-1', 'wait=soon', 'waiting', ''])(
    'Prefer: %p is no wish to wait',
    async (prefer) => {
      const { body } = await write(prefer).expect(201);
      expect(body).not.toHaveProperty('receipt');
    },
  );

  test('the same request under one key has the receipt of what it did the first time', async () => {
    const once = () => write('wait=20').set('idempotency-key', 'receipt-1').expect(201);
    const [first, second] = [await once(), await once()];
    expect(second.headers['kataribe-receipt']).toBe(first.headers['kataribe-receipt']);
    expect((second.body as { receipt: Receipt }).receipt.entries).toEqual(
      (first.body as { receipt: Receipt }).receipt.entries,
    );
  });

  test('a record has one of all its versions', async () => {
    const { id: testimonyId } = await makeTestimony(archive);
    const { id } = await makeClaim(archive, testimonyId);
    await archive
      .as('archivist')
      .patch(`/api/claims/${id}`)
      .set('if-match', '"v1"')
      .send({ statement: 'Иначе.' })
      .expect(200);
    await sequenced(archive);
    const { body } = await archive.as(null).get(`/api/log/records/${id}`).expect(200);
    const proven = await verified(body as Receipt);
    expect([proven.get('claim v1')!.statement, proven.get('claim v2')!.statement]).toEqual([
      claimFields().statement,
      'Иначе.',
    ]);
  });

  test('shows of what one may not see nothing: no entry, no column, no word', async () => {
    const secret = 'The secret orders were burnt at Chita.';
    const { id: testimonyId } = await makeTestimony(archive, { text: `${WORDS}\n\n${secret}` });
    const response = await archive
      .as('archivist')
      .post(`/api/testimonies/${testimonyId}/claims`)
      .send(claimFields())
      .expect(201);
    const [text] = await archive.sql<{ id: string; text: string }>(
      'SELECT id, text FROM revision WHERE testimony_id = $1',
      [testimonyId],
    );
    const start = [...text!.text.slice(0, text!.text.indexOf(secret))].length;
    await imposeRestriction(archive, {
      kind: 'revision',
      recordId: text!.id,
      part: 'span',
      start,
      end: start + secret.length,
      mode: 'listed_sealed',
    });
    await sequenced(archive);
    const whole = (await archive.as('archivist').get(`/api/log/records/${text!.id}`).expect(200))
      .body as Receipt;
    expect((await verified(whole)).get('revision v1')!.text).toBe(text!.text);
    const shown = (await archive.as(null).get(`/api/log/records/${text!.id}`).expect(200)).body as Receipt;
    const columns = (await verified(shown)).get('revision v1')!;
    expect(Object.keys(columns)).not.toEqual(expect.arrayContaining(['text']));
    for (const told of ['text', 'sha256', 'bytes', 'code_points']) expect(columns).not.toHaveProperty(told);
    // Its anchors keep words around those they are on, and count from the beginning of the whole text.
    const anchors = (await receiptOf(response, null)).entries.filter(({ envelope }) =>
      envelope.includes('"table":"anchor"'),
    );
    expect(anchors).toHaveLength(1);
    for (const told of ['suffix', 'prefix', 'exact', 'start_offset'])
      expect(anchors[0]!.disclosed).not.toHaveProperty(told);

    await restrict(archive, claimRows(`'${(response.body as { id: string }).id}'`));
    const { status } = await archive.as(null).get(`/api/log/records/${(response.body as { id: string }).id}`);
    expect(status).toBe(404);
    expectProblem(await archive.as(null).get(response.headers['kataribe-receipt'] as string), 404);
    expect((await receiptOf(response)).entries.length).toBeGreaterThan(1);
  });

  test('never shows tokens, accounts and identities, nor how many there are', async () => {
    const issued = await archive
      .as('administrator')
      .post('/api/tokens')
      .send({ role: 'reader', label: 'Nobody' })
      .expect(201);
    const [token] = await archive.sql<{ id: string }>(`SELECT id FROM api_token WHERE label = 'Nobody'`);
    await sequenced(archive);
    for (const role of ['archivist', 'administrator', null] as const) {
      const { body } = await archive.as(role).get(`/api/log/records/${token!.id}`);
      expect(
        JSON.stringify((body as Partial<Receipt>).entries?.map(({ disclosed }) => disclosed) ?? []),
      ).not.toMatch(/sha256|Nobody/);
    }
    expect(issued.text).not.toContain('token_sha256');
    const { body } = await archive
      .as(null)
      .get(`/api/log/receipts/${(await someActivity()).id}`)
      .expect(200);
    expect(JSON.stringify((body as Receipt).entries.map(({ disclosed }) => disclosed))).not.toMatch(
      /"(sequence|transaction_id)"/,
    );
  });

  const someActivity = async (): Promise<{ id: string }> => {
    const { id } = await makePlace(archive);
    const [row] = await archive.sql<{ id: string }>('SELECT activity_id AS id FROM place WHERE id = $1', [
      id,
    ]);
    return row!;
  };

  test('of erased words prove what is left, and no guess', async () => {
    const { id: testimonyId } = await makeTestimony(archive);
    const { id } = await makeClaim(archive, testimonyId, { statement: 'He was a spy.' });
    await erase(archive, { kind: 'claim', recordId: id });
    await sequenced(archive);
    const { body } = await archive.as('archivist').get(`/api/log/records/${id}`).expect(200);
    expect(JSON.stringify(body)).not.toContain('spy');
    await verified(body as Receipt);
    const first = (body as Receipt).entries[0]!;
    expect(first.disclosed).not.toHaveProperty('statement');
    expect(first.disclosed).toHaveProperty('testimony_id');
  });

  test('come by pages where an activity wrote much', async () => {
    const [seed] = await archive.sql<{ id: string }>(`SELECT id FROM activity WHERE type = 'archive.seed'`);
    const seen = new Set<number>();
    let cursor = '';
    for (let pages = 0; pages < 3; pages += 1) {
      const path = `/api/log/receipts/${seed!.id}?limit=200${cursor}`;
      const body = (await archive.as(null).get(path).expect(200)).body as Receipt;
      await verified(body);
      for (const { index } of body.entries) seen.add(index!);
      cursor = `&cursor=${encodeURIComponent(body.next!)}`;
    }
    expect(seen.size).toBe(600);
  });

  test('what is no receipt is not found, and what is none of ours refused', async () => {
    for (const path of ['receipts', 'records']) {
      expectProblem(await archive.as(null).get(`/api/log/${path}/${UNKNOWN_ID}`), 404);
      expectProblem(await archive.as(null).get(`/api/log/${path}/KTB-0001`), 404);
      expectProblem(await archive.as(null).get(`/api/log/${path}/${UNKNOWN_ID}?cursor=forged`), 422);
    }
  });
});

describe('the log, to whoever reads it', () => {
  let archive: TestArchive;
  const log = testLog();
  beforeAll(async () => {
    archive = await openArchive('chapter', { log });
    await sequenced(archive);
  });
  afterAll(async () => {
    await archive.close();
    await rm(log.keyFile, { force: true });
  });

  const latest = async () =>
    parseCheckpoint(
      (await archive.as(null).get('/api/log/checkpoint').expect(200)).text.split('\n\n')[0] + '\n',
    );

  test('shows that it only grew', async () => {
    const before = await latest();
    await makePlace(archive);
    await sequenced(archive);
    const after = await latest();
    expect(after.size).toBeGreaterThan(before.size);
    const { body } = await archive
      .as(null)
      .get(`/api/log/proofs/consistency?from=${before.size}&to=${after.size}`)
      .expect(200);
    const proof = (body as { proof: string[] }).proof.map((hash) => Buffer.from(hash, 'base64'));
    const { size: from, root: fromRoot } = before;
    expect(verifyConsistency({ from, to: after.size, fromRoot, toRoot: after.root, proof })).toBe(true);
    const again = await archive.as(null).get(`/api/log/checkpoint?size=${before.size}`).expect(200);
    expect(again.text).toContain(before.root.toString('base64'));
    expect(again.headers['content-type']).toBe('text/plain; charset=utf-8');
    const { items } = (await archive.as(null).get('/api/log/checkpoints?limit=1').expect(200)).body as {
      items: { size: number; root: string }[];
    };
    expect(items).toEqual([
      expect.objectContaining({ size: after.size, root: after.root.toString('base64') }),
    ]);
  });

  test('gives its tiles, and its entries to the auditor alone', async () => {
    const binary = (request: supertest.Test) =>
      request.buffer(true).parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      });
    const tile = await binary(archive.as(null).get('/api/log/tile/0/000')).expect(200);
    expect((tile.body as Buffer).length).toBe(256 * 32);
    expect(tile.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const part = await binary(archive.as(null).get('/api/log/tile/0/000.p/3')).expect(200);
    expect(part.body).toEqual((tile.body as Buffer).subarray(0, 96));
    expectProblem(await archive.as(null).get('/api/log/tile/entries/000'), 401);
    expectProblem(await archive.as('archivist').get('/api/log/tile/entries/000'), 403);
    const bundle = (await binary(archive.as('auditor').get('/api/log/tile/entries/000')).expect(200))
      .body as Buffer;
    let at = 0;
    for (let leaf = 0; leaf < 256; leaf += 1) {
      const length = bundle.readUInt16BE(at);
      const entry = bundle.subarray(at + 2, at + 2 + length);
      expect(leafHash(entry)).toEqual((tile.body as Buffer).subarray(leaf * 32, leaf * 32 + 32));
      at += 2 + length;
    }
    expect(at).toBe(bundle.length);
  });

  test.each([
    'tile/0/001.p/256',
    'tile/0/001.p/0',
    'tile/0/1',
    'tile/0/x000/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/9/000',
    'tile/0/999',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/0/000/..%2f000',
    'tile/%00',
    'tile/０/000',
    'tile/',
  ])('has no %s', async (path) => {
    expectProblem(await archive.as(null).get(`/api/log/${path}`), 404);
  });

  test.each([
    'proofs/inclusion',
    'proofs/inclusion?leaf=-1',
    'proofs/inclusion?leaf=1.5',
    'proofs/inclusion?leaf=99999999',
    'proofs/inclusion?leaf=0&size=99999999999',
    'proofs/inclusion?leaf=0&size=9007199254740993',
    'proofs/inclusion?leaf=5&size=5',
    'proofs/consistency?from=10&to=5',
    'proofs/consistency?from=１',
    'proofs/consistency?from=0&to=99999999',
    'checkpoint?size=-1',
    'checkpoint?size=all',
    'checkpoints?cursor=x',
  ])('refuses %s', async (path) => {
    expectProblem(await archive.as(null).get(`/api/log/${path}`), 422);
  });

  test('says that there is none of a size it was never signed at', async () => {
    expectProblem(await archive.as(null).get('/api/log/checkpoint?size=3'), 404, {
      code: 'log.no_checkpoint',
    });
  });
});
