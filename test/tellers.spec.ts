import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  claimFields,
  type Made,
  makeAgent,
  makeClaim,
  makeSource,
  makeTestimony,
  makeUnnamedSource,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { claimRows, restrict } from './support/restrict.js';

describe('tellers', () => {
  let archive: TestArchive;
  let testimony: Made;

  beforeAll(async () => {
    archive = await openArchive();
    testimony = await makeTestimony(archive);
  });
  afterAll(() => archive.close());

  const get = async (path: string) => (await archive.as(null).get(path).expect(200)).body as Made;
  const newClaim = (fields: object = {}) => makeClaim(archive, testimony.id, { ...fields });
  const put = (claimId: string, version: number | string, body: object) =>
    archive
      .as('archivist')
      .put(`/api/claims/${claimId}/tellers`)
      .set('if-match', typeof version === 'number' ? `"v${version}"` : version)
      .send({ because: ODD.cyrillic, ...body });
  const read = (claimId: string) => archive.as(null).get(`/api/claims/${claimId}/tellers`).expect(200);
  const linksFrom = (id: string) =>
    archive.sql<{ to_id: string; ended: boolean }>(
      `SELECT to_id, ended_by IS NOT NULL AS ended FROM provenance_link
       WHERE from_id = $1 AND edge_id IN (SELECT id FROM teller) ORDER BY id`,
      [id],
    );

  describe('given with their claim', () => {
    test('may be somebody not recorded yet, named or unnamed, in the same activity', async () => {
      const claim = await newClaim({
        tellers: [
          { basis: 'told', agent: { name: '𠮷田 さくら' }, when: { words: ODD.japanese, edtf: '1946-21' } },
          {
            basis: 'rumour',
            agent: { kind: 'group', description: ODD.combining, unnamedBecause: ODD.rightToLeft },
          },
          { basis: 'unknown' },
        ],
      });
      expect(claim.tellers).toMatchObject([
        { position: 1, agent: { name: '𠮷田 さくら', unnamed: false }, when: { words: ODD.japanese } },
        { position: 2, agent: { name: ODD.combining, unnamed: true } },
        { position: 3, agent: null, source: null },
      ]);
      const [first, second] = claim.tellers as { agent: Made }[];
      const person = await get(`/api/agents/${first!.agent.id}`);
      expect(person).toMatchObject({ kind: 'person', activity: claim.activity });
      expect(await get(`/api/agents/${second!.agent.id}`)).toMatchObject({
        kind: 'group',
        unnamedBecause: ODD.rightToLeft,
        activity: claim.activity,
      });
      const { nodes } = (await get(`/api/provenance/claim/${claim.id}`)) as unknown as { nodes: Made[] };
      expect(nodes.map(({ id }) => id)).toEqual(expect.arrayContaining([first!.agent.id, second!.agent.id]));
    });

    test.each<[string, object, string, string | RegExp]>([
      [
        'an id and somebody new',
        { agentId: UNKNOWN_ID, agent: { name: 'N' } },
        '/tellers/1',
        'claim.one_teller',
      ],
      [
        'a source and somebody new',
        { sourceId: UNKNOWN_ID, agent: { name: 'N' } },
        '/tellers/1',
        'claim.one_teller',
      ],
      [
        'a person and a source',
        { agentId: UNKNOWN_ID, sourceId: UNKNOWN_ID },
        '/tellers/1',
        'claim.one_teller',
      ],
      ['somebody of whom nothing is known', { agent: {} }, '/tellers/1/agent/description', /agent/],
      [
        'no reason for having no name',
        { agent: { description: 'D' } },
        '/tellers/1/agent/unnamedBecause',
        /agent/,
      ],
      ['a kind of its own', { agent: { kind: 'ghost', name: 'N' } }, '/tellers/1/agent/kind', /./],
      ['an id within', { agent: { id: UNKNOWN_ID } }, '/tellers/1/agent/id', 'request.unknown_field'],
      ['a name that is none', { agent: { name: ' ' } }, '/tellers/1/agent/name', /./],
      ['no object', { agent: ['N'] }, '/tellers/1/agent', /./],
      ['nobody there is', { agentId: UNKNOWN_ID }, '/tellers/1/agentId', 'reference.unknown'],
    ])('are refused with %s, also where they replace others', async (_, teller, pointer, code) => {
      const tellers = [
        { basis: 'told', agent: { name: 'First' } },
        { basis: 'told', ...teller },
      ];
      const { id } = await newClaim();
      await storesNothing(archive, async () => {
        const recorded = await archive
          .as('archivist')
          .post(`/api/testimonies/${testimony.id}/claims`)
          .send(claimFields({ tellers }));
        expectProblem(recorded, 422, { pointer, code });
        expectProblem(await put(id, 0, { tellers }), 422, { pointer, code });
      });
    });
  });

  describe('put in the place of others', () => {
    test('the chain before is withdrawn with the reason, its links end, and the new ones begin', async () => {
      const [father, soldier, book] = [
        await makeAgent(archive, { name: '父' }),
        await makeAgent(archive, { name: 'Солдат' }),
        await makeUnnamedSource(archive),
      ];
      const claim = await newClaim({
        tellers: [
          { basis: 'told', agentId: father.id },
          { basis: 'read', sourceId: book.id },
        ],
      });
      const before = await read(claim.id);
      expect(before.headers.etag).toMatch(/^"v1\./);
      expect(before.body).toEqual({ items: claim.tellers, version: 1 });
      const noise = await newClaim({ tellers: [{ basis: 'told', agentId: father.id }] });

      const answer = await put(claim.id, before.headers.etag as string, {
        tellers: [
          { basis: 'told', agentId: father.id, where: 'Otaru', note: ODD.quotes },
          { basis: 'witnessed', agentId: soldier.id },
        ],
      });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        version: 2,
        items: [
          { position: 1, agent: { name: '父' }, where: 'Otaru', note: ODD.quotes },
          { position: 2, basis: 'witnessed', agent: { name: 'Солдат' } },
        ],
      });
      expect((await read(claim.id)).body).toEqual(answer.body);
      const now = await get(`/api/claims/${claim.id}`);
      // The wording is what it was, and so are the judgements of it.
      expect(now).toEqual({ ...claim, tellers: (answer.body as Made).items });
      expect(await linksFrom(claim.id)).toEqual([
        { to_id: father.id, ended: true },
        { to_id: book.id, ended: true },
        { to_id: father.id, ended: false },
        { to_id: soldier.id, ended: false },
      ]);
      expect(await linksFrom(noise.id)).toEqual([{ to_id: father.id, ended: false }]);
      expect(await get(`/api/sources/${book.id}`)).toMatchObject({ claims: 0 });

      const acts = await archive.sql<{ type: string; note: string }>(
        'SELECT type, note FROM activity ORDER BY sequence DESC LIMIT 1',
      );
      expect(acts).toEqual([{ type: 'tellers.replace', note: ODD.cyrillic }]);
      const gone = await archive.sql(
        `SELECT withdrawn_because AS because FROM teller WHERE claim_id = $1 AND withdrawn_because IS NOT NULL`,
        [claim.id],
      );
      expect(gone).toEqual([{ because: ODD.cyrillic }, { because: ODD.cyrillic }]);
    });

    test('may be none, and somebody new again', async () => {
      const claim = await newClaim({ tellers: [{ basis: 'told', agent: { name: 'Ivan' } }] });
      expect((await put(claim.id, 1, { tellers: [] })).body).toEqual({ items: [], version: 2 });
      expect((await get(`/api/claims/${claim.id}`)).tellers).toEqual([]);
      await storesNothing(archive, async () => {
        expectProblem(await put(claim.id, 2, { tellers: [] }), 422, {
          pointer: '/tellers',
          code: 'request.nothing_changed',
        });
      });
      const again = await put(claim.id, 2, { tellers: [{ basis: 'told', agent: { name: 'Иван' } }] });
      expect(again.body).toMatchObject({ version: 3, items: [{ agent: { name: 'Иван' } }] });
    });

    test('earlier chains are read as of then, with the version they had', async () => {
      const claim = await newClaim({ tellers: [{ basis: 'told', agent: { name: 'First' } }] });
      const then = await read(claim.id);
      const second = await put(claim.id, 1, { tellers: [{ basis: 'rumour' }] });
      await put(claim.id, 2, { tellers: [] }).expect(200);
      const acts = await archive.sql<{ id: string }>(
        `SELECT id FROM activity WHERE type = 'tellers.replace' ORDER BY sequence DESC LIMIT 2`,
      );
      const moments: [string, object][] = [
        [(claim.activity as Made).id, then.body as object],
        [acts[1]!.id, second.body as object],
        [acts[0]!.id, { items: [], version: 3 }],
      ];
      for (const [moment, chain] of moments) {
        expect(await get(`/api/claims/${claim.id}/tellers?asOf=${moment}`)).toEqual(chain);
        expect((await get(`/api/claims/${claim.id}?asOf=${moment}`)).tellers).toEqual(
          (chain as { items: object }).items,
        );
      }
    });

    test('nobody overwrites what he has not seen', async () => {
      const claim = await newClaim({ tellers: [{ basis: 'told', agent: { name: 'First' } }] });
      const wanted = { tellers: [{ basis: 'rumour' }] };
      await storesNothing(archive, async () => {
        const without = archive.as('archivist').put(`/api/claims/${claim.id}/tellers`);
        expectProblem(await without.send({ ...wanted, because: 'B' }), 428);
        expectProblem(await put(claim.id, 0, wanted), 412);
        expectProblem(await put(claim.id, 2, wanted), 412);
      });
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          put(claim.id, 1, { tellers: [{ basis: 'told', agent: { name: `editor ${n}` } }] }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
      const won = answers.find(({ status }) => status === 200)!;
      expect((await read(claim.id)).body).toEqual(won.body);
      const names = await archive.sql(`SELECT FROM agent WHERE name LIKE 'editor %'`);
      expect(names).toHaveLength(1);

      // The first chain of a claim is no different.
      const bare = await newClaim();
      expect((await read(bare.id)).body).toEqual({ items: [], version: 0 });
      const both = await Promise.all([put(bare.id, 0, wanted), put(bare.id, 0, wanted)]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    test('what is no chain, and no reason, is refused', async () => {
      const { id } = await newClaim();
      const source = await makeSource(archive);
      const hop = { basis: 'read', sourceId: source.id };
      const wrong: [object, string][] = [
        [{}, '/tellers'],
        [{ tellers: null }, '/tellers'],
        [{ tellers: hop }, '/tellers'],
        [{ tellers: Array.from({ length: 51 }, () => hop) }, '/tellers'],
        [{ tellers: [hop], because: undefined }, '/because'],
        [{ tellers: [hop], because: ' ' }, '/because'],
        [{ tellers: [{ ...hop, position: 3 }] }, '/tellers/0/position'],
        [{ tellers: [{ sourceId: source.id }] }, '/tellers/0/basis'],
        [{ tellers: [{ ...hop, when: { edtf: '1945-02-30' } }] }, '/tellers/0/when/edtf'],
      ];
      await storesNothing(archive, async () => {
        for (const [body, pointer] of wrong) expectProblem(await put(id, 0, body), 422, { pointer });
        expectProblem(await put(UNKNOWN_ID, 0, { tellers: [hop] }), 404);
        expectProblem(await archive.as(null).get(`/api/claims/${UNKNOWN_ID}/tellers`), 404);
      });
      const longest = await put(id, 0, { tellers: Array.from({ length: 50 }, () => hop) });
      expect((longest.body as { items: object[] }).items).toHaveLength(50);
    });

    test('of a restricted claim there is no chain, and a restricted teller is not in his', async () => {
      const [agent, claim, hidden] = [
        await makeAgent(archive, { name: '内緒の人' }),
        await newClaim(),
        await newClaim({ tellers: [{ basis: 'told', agent: { name: '内緒の人' } }] }),
      ];
      await put(claim.id, 0, { tellers: [{ basis: 'told', agentId: agent.id }] }).expect(200);
      await restrict(archive, [
        ...claimRows(`'${hidden.id}'`),
        { table: 'agent', where: `id = '${agent.id}'` },
      ]);
      expect((await read(claim.id)).body).toMatchObject({ items: [] });
      expectProblem(await archive.as(null).get(`/api/claims/${hidden.id}/tellers`), 404);
      await storesNothing(archive, async () => {
        const ask = (id: string, agentId: string) =>
          archive
            .as('administrator')
            .put(`/api/claims/${id}/tellers`)
            .set('if-match', '"v1"')
            .send({ tellers: [{ basis: 'told', agentId }], because: 'B' });
        expectProblem(await ask(hidden.id, agent.id), 404);
        const [secret, unknown] = [await ask(claim.id, agent.id), await ask(claim.id, UNKNOWN_ID)];
        expectProblem(secret, 422, { pointer: '/tellers/0/agentId', code: 'reference.unknown' });
        expect(secret.text).toBe(unknown.text);
      });
    });
  });
});
