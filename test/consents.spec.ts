import { CONSENT_ACTS } from '../src/testimonies/rights.vocabulary.js';
import { openArchive, type TestArchive } from './support/archive.js';
import { codeOf, expectProblem, pagesOf, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeClaim,
  makeConsent,
  makeSameAs,
  makeTestimony,
  makeTranslation,
  revokeConsent,
  SHA256,
} from './support/factories.js';
import { meetAt } from './support/meet.js';
import { ODD } from './support/odd-texts.js';
import { restrict } from './support/restrict.js';

type Scope = Record<string, string>;
interface Consents {
  on: string;
  inForce: { acts: Scope; conditions: object[] } | null;
  events: (Made & { inForce: boolean })[];
  warnings: { code: string; restriction: object }[] | null;
}

describe('consent', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const all = (answer: string): Scope => Object.fromEntries(CONSENT_ACTS.map((act) => [act, answer]));
  const post = (id: string, body: object, role: 'archivist' | 'administrator' | 'researcher' = 'archivist') =>
    archive.as(role).post(`/api/testimonies/${id}/consents`).send(body);
  const revoke = (id: string, body: object) =>
    archive.as('archivist').post(`/api/consents/${id}/revocation`).send(body);
  const get = async <Body>(path: string, role: 'archivist' | null = 'archivist') =>
    (await archive.as(role).get(path).expect(200)).body as Body;
  const consents = (id: string, query = '') => get<Consents>(`/api/testimonies/${id}/consents${query}`);
  const shown = async (id: string, query = '') =>
    (
      await get<{ consent: { acts: Scope; conditions: object[] } | null }>(
        `/api/testimonies/${id}${query}`,
        null,
      )
    ).consent;
  const codes = ({ warnings }: { warnings: { code: string }[] | null }) => warnings?.map(({ code }) => code);
  const narratorOf = (testimony: Made): string =>
    (testimony.contributors as { role: string; agent: { id: string } }[])[0]!.agent.id;
  const idsInForce = ({ events }: Consents) => events.filter(({ inForce }) => inForce).map(({ id }) => id);
  const release = (testimony: Made, fields: object = {}) =>
    makeConsent(archive, testimony.id, {
      role: 'narrator',
      signerId: narratorOf(testimony),
      scope: all('allowed'),
      ...fields,
    });

  test('is an event with all that the paper says, kept letter for letter', async () => {
    const testimony = await makeTestimony(archive);
    const signer = narratorOf(testimony);
    const described = {
      instrument: 'deed_of_gift',
      role: 'narrator',
      signed: { words: '昭和四十五年の春', edtf: '1970-21' },
      scope: { disseminate: 'allowed', quote: 'conditional', publishAudio: 'refused' },
      conditions: { text: ODD.japanese, language: 'ja', shown: true },
      restriction: { text: ODD.combining, language: 'fr' },
      paper: { sha256: SHA256.toUpperCase(), kept: ODD.beyondBmp },
      note: ODD.cyrillic,
    };
    const wanted = { ...described, signerId: signer };
    const made = (await post(testimony.id, wanted).expect(201)).body as Made;
    expect(made).toMatchObject({
      ...described,
      signer: { agent: { id: signer, name: 'Aiko Yoshino' }, words: null },
      narrator: { id: signer },
      signed: { words: '昭和四十五年の春', edtf: '1970-21', latest: '1970-05-31' },
      scope: { ...all('not_mentioned'), ...described.scope },
      paper: { sha256: SHA256, kept: ODD.beyondBmp },
      ...{ searched: null, supersedes: null, supersededBy: null, revocation: null, inForce: true },
      testimony: { id: testimony.id },
      activity: { type: 'consent.record' },
    });
    const { nodes } = await get<{ nodes: Made[] }>(`/api/provenance/consent/${made.id}?depth=1`);
    expect(nodes.map(({ kind }) => kind).sort()).toEqual(['agent', 'consent', 'testimony']);
    const { warnings, testimony: _, ...event } = made;
    expect(await consents(testimony.accession as string)).toMatchObject({ events: [event], warnings });
  });

  test('shows everybody what is in force, and neither who signed nor the paper', async () => {
    const testimony = await makeTestimony(archive);
    expect(await shown(testimony.id)).toBeNull();
    const made = await release(testimony, {
      scope: { disseminate: 'allowed', quote: 'conditional' },
      conditions: { text: ODD.emoji, language: 'en', shown: true },
      paper: { kept: 'in the steel cabinet' },
    });
    const acts = { ...all('not_mentioned'), ...{ disseminate: 'allowed', quote: 'conditional' } };
    expect(await shown(testimony.id)).toEqual({
      acts: { ...acts, machineUse: 'refused' },
      conditions: [{ text: ODD.emoji, language: 'en' }],
    });
    const answer = await archive.as(null).get(`/api/testimonies/${testimony.id}`);
    expect(answer.text).not.toContain('steel cabinet');
    expect(answer.text).not.toContain(made.id);

    await revokeConsent(archive, made.id);
    expect(await shown(testimony.id)).toBeNull();
    const then = (made.activity as Made).id;
    expect(await shown(testimony.id, `?asOf=${then}`)).toMatchObject({ acts: { quote: 'conditional' } });
    expect((await consents(testimony.id, `?asOf=${then}`)).events).toMatchObject([
      { id: made.id, inForce: true, revocation: null },
    ]);
  });

  test('conditions that are not to be shown are not', async () => {
    const testimony = await makeTestimony(archive);
    await release(testimony, {
      scope: { quote: 'conditional' },
      conditions: { text: ODD.quotes, language: 'en' },
    });
    expect(await shown(testimony.id)).toMatchObject({ acts: { quote: 'conditional' }, conditions: [] });
  });

  test('is for archivists: everybody else is refused before an id is looked at', async () => {
    const testimony = await makeTestimony(archive);
    const { id } = await release(testimony);
    const paths = (testimonyId: string, consentId: string): string[] => [
      `/api/testimonies/${testimonyId}/consents`,
      `/api/consents/${consentId}`,
      '/api/consents/warnings',
    ];
    for (const role of ['reader', 'researcher', 'administrator'] as const) {
      for (const path of [...paths(testimony.id, id), ...paths(UNKNOWN_ID, UNKNOWN_ID)]) {
        expectProblem(await archive.as(role).get(path), 403, { code: 'access.forbidden' });
      }
      const graph = await archive.as(role).get(`/api/provenance/testimony/${testimony.id}?direction=down`);
      expect(graph.text).not.toContain(id);
      for (const of of ['provenance', 'history']) {
        expectProblem(await archive.as(role).get(`/api/${of}/consent/${id}`), 404);
      }
    }
    expectProblem(await archive.as(null).get(`/api/consents/${id}`), 401);
    for (const path of paths(UNKNOWN_ID, UNKNOWN_ID).slice(0, 2)) {
      expectProblem(await archive.as('archivist').get(path), 404);
    }
  });

  test('none found says where was searched, and is superseded by what is found', async () => {
    const testimony = await makeTestimony(archive);
    const none = await makeNone(testimony, { searched: ODD.cyrillic });
    expect(none).toMatchObject({ signer: null, role: null, searched: ODD.cyrillic, inForce: false });
    expect(await shown(testimony.id)).toBeNull();
    const found = await release(testimony, { supersedes: none.id });
    const { events } = await consents(testimony.id);
    expect(events).toMatchObject([
      { id: none.id, supersededBy: found.id, inForce: false },
      { id: found.id, supersedes: none.id, inForce: true },
    ]);
  });

  const makeNone = async (testimony: Made, fields: object = {}) =>
    (await post(testimony.id, { instrument: 'none_found', searched: 'All boxes.', ...fields }).expect(201))
      .body as Made;

  describe('of several', () => {
    const twoNarrators = () =>
      makeTestimony(archive, {
        contributors: ['Aiko', 'Ivan'].map((name) => ({ role: 'narrator', agent: { name } })),
      });
    const narratorsOf = (testimony: Made) =>
      (testimony.contributors as { agent: { id: string } }[]).map(({ agent }) => agent.id) as [
        string,
        string,
      ];

    test('narrators all must allow it', async () => {
      const testimony = await twoNarrators();
      const [, ivan] = narratorsOf(testimony);
      const first = await release(testimony);
      expect(await shown(testimony.id)).toMatchObject({
        acts: { quote: 'not_mentioned', machineUse: 'refused' },
      });
      expect(codes(first as unknown as Consents)).toEqual(['published_without_consent']);
      const scope = { ...all('allowed'), translate: 'refused' };
      const second = await release(testimony, { signerId: ivan, scope });
      expect(await shown(testimony.id)).toEqual({ acts: scope, conditions: [] });
      await revokeConsent(archive, second.id);
      expect(await shown(testimony.id)).toMatchObject({ acts: { quote: 'not_mentioned' } });
    });

    test('an heir says for whom, by whichever record of him', async () => {
      const testimony = await twoNarrators();
      const [, ivan] = narratorsOf(testimony);
      const heir = { instrument: 'release_form', role: 'heir', signerWords: ODD.rightToLeft };
      expectProblem(await post(testimony.id, heir), 422, {
        pointer: '/narratorId',
        code: 'consent.narrator_required',
      });
      const alias = await makeAgent(archive, { name: 'Иван' });
      expectProblem(await post(testimony.id, { ...heir, narratorId: alias.id }), 422, {
        pointer: '/narratorId',
        code: 'consent.not_a_narrator',
      });
      await makeSameAs(archive, alias.id, ivan);
      const made = (await post(testimony.id, { ...heir, narratorId: alias.id }).expect(201)).body as Made;
      expect(made).toMatchObject({ narrator: { id: ivan }, signer: { agent: null, words: ODD.rightToLeft } });
      const alone = await makeTestimony(archive);
      const implied = (await post(alone.id, heir).expect(201)).body as Made;
      expect(implied).toMatchObject({ narrator: { id: narratorOf(alone) } });
    });

    test('on a day the later counts where it supersedes, both where it does not', async () => {
      const testimony = await makeTestimony(archive);
      const signed = { edtf: '2001-05-04' };
      const first = await release(testimony, { signed });
      const second = await release(testimony, { signed, scope: { quote: 'refused' } });
      expect(idsInForce(await consents(testimony.id))).toEqual([first.id, second.id]);
      expect(await shown(testimony.id)).toMatchObject({ acts: { quote: 'refused', translate: 'allowed' } });
      const third = await release(testimony, { signed, supersedes: second.id });
      expect(idsInForce(await consents(testimony.id))).toEqual([first.id, third.id]);
      expect(await shown(testimony.id)).toMatchObject({ acts: { quote: 'allowed' } });
    });
  });

  test('is in force from the last day it can have been signed until the first on which it can have been revoked', async () => {
    const testimony = await makeTestimony(archive);
    const made = await release(testimony, { signed: { edtf: '2001-05' } });
    await revokeConsent(archive, made.id, { revoked: { edtf: '2010' } });
    for (const [on, ids] of [
      ['2001-05-30', []],
      ['2001-05-31', [made.id]],
      ['2009', [made.id]],
      ['2010-01-01', []],
    ] as const) {
      const answer = await consents(testimony.id, `?on=${on}`);
      expect([on, idsInForce(answer), answer.inForce === null]).toEqual([on, ids, ids.length === 0]);
      expect(answer.warnings).toBeNull();
    }
    expectProblem(
      await archive.as('archivist').get(`/api/testimonies/${testimony.id}/consents?on=2010-13`),
      422,
      {
        pointer: '/on',
      },
    );
  });

  describe('warns', () => {
    const published = async (scope: Scope) => {
      const testimony = await makeTestimony(archive);
      await makeClaim(archive, testimony.id);
      await makeTranslation(archive, testimony.id);
      return { testimony, made: (await release(testimony, { scope })) as unknown as Consents & Made };
    };

    test('of nothing where all is allowed, of each act that is refused', async () => {
      expect(codes((await published(all('allowed'))).made)).toEqual([]);
      for (const [act, code] of Object.entries({
        disseminate: 'published_though_refused',
        nameNarrator: 'named_though_refused',
        quote: 'quoted_though_refused',
        translate: 'translated_though_refused',
      })) {
        const { made } = await published({ ...all('allowed'), [act]: 'refused' });
        expect([act, codes(made)]).toEqual([act, [code]]);
      }
    });

    test('of nothing that nobody sees', async () => {
      const testimony = await makeTestimony(archive, {
        contributors: [
          { role: 'narrator', agent: { description: 'a ferryman', unnamedBecause: 'He asked so.' } },
        ],
      });
      const made = await release(testimony, { scope: all('refused') });
      expect(codes(made as unknown as Consents)).toEqual(['published_though_refused']);
      await restrict(archive, [{ table: 'revision', where: `testimony_id = '${testimony.id}'` }]);
      expect(codes(await consents(testimony.id))).toEqual([]);
    });

    test('in the answer to a revocation, with the restriction that would follow', async () => {
      const { testimony, made } = await published(all('allowed'));
      const revoked = await revokeConsent(archive, made.id, {
        because: ODD.controls,
        revoked: { edtf: '2024' },
      });
      expect(revoked).toMatchObject({
        inForce: false,
        revocation: { role: 'heir', because: ODD.controls, revoker: { agent: null, words: 'her son' } },
        warnings: [
          {
            code: 'published_without_consent',
            restriction: { kind: 'testimony', part: 'content', mode: 'listed_sealed', basis: 'archive' },
          },
        ],
      });
      // It warns, and restricts nothing.
      await archive.as(null).get(`/api/testimonies/${testimony.id}/reading`).expect(200);
    });

    test('of the whole archive, page by page and among noise', async () => {
      const before = await pagesOf<Made>(archive, '/api/consents/warnings', 200, 'archivist');
      const silent = await makeTestimony(archive);
      await published(all('allowed'));
      const { testimony } = await published({ ...all('allowed'), quote: 'refused' });
      for (const limit of [1, 2, 200]) {
        const items = await pagesOf<Made>(archive, '/api/consents/warnings', limit, 'archivist');
        expect(items.slice(0, before.length)).toEqual(before);
        expect(items.slice(before.length)).toMatchObject([
          { testimony: { id: silent.id }, warnings: [{ code: 'published_without_consent' }] },
          { testimony: { id: testimony.id }, warnings: [{ code: 'quoted_though_refused' }] },
        ]);
      }
    });
  });

  test('what cannot be is refused, with its field, and stores nothing', async () => {
    const [testimony, other] = [await makeTestimony(archive), await makeTestimony(archive)];
    const stranger = (await makeAgent(archive)).id;
    const foreign = await release(other);
    const narrator = narratorOf(testimony);
    const paper = { instrument: 'release_form', role: 'narrator', signerId: narrator };
    const none = { instrument: 'none_found', searched: 'All boxes.' };
    const conditions = { text: 'x', language: 'en' };
    const cases: [object, string, string][] = [
      [{}, '/instrument', 'request.is_in'],
      [{ ...paper, instrument: 'handshake' }, '/instrument', 'request.is_in'],
      [{ ...paper, role: 'neighbour' }, '/role', 'request.is_in'],
      [{ ...paper, scope: { quote: 'maybe' } }, '/scope/quote', 'request.is_in'],
      [{ ...paper, scope: { sell: 'allowed' } }, '/scope/sell', 'request.unknown_field'],
      [{ ...paper, scope: [] }, '/scope', 'request.object'],
      [{ ...paper, paper: { sha256: 'abc' } }, '/paper/sha256', 'consent.sha256'],
      [{ ...paper, paper: { sha256: `${SHA256}0` } }, '/paper/sha256', 'consent.sha256'],
      [{ ...paper, paper: { sha256: `g${SHA256.slice(1)}` } }, '/paper/sha256', 'consent.sha256'],
      [
        { ...paper, restriction: { text: 'x', language: 'xx-nope' } },
        '/restriction/language',
        'language.invalid',
      ],
      [{ ...paper, signed: { edtf: '2999' } }, '/signed/edtf', 'date.in_the_future'],
      [{ ...paper, signed: { edtf: '2001-02-30' } }, '/signed/edtf', 'date.invalid'],
      [{ ...paper, signerId: UNKNOWN_ID }, '/signerId', 'reference.unknown'],
      [{ ...paper, signerId: stranger }, '/signerId', 'consent.not_a_narrator'],
      [{ ...paper, signerWords: 'and her' }, '/signerId', 'consent.signer_required'],
      [{ ...paper, role: undefined }, '/role', 'consent.role_required'],
      [{ ...paper, signerId: undefined, signerWords: 'she' }, '/signerId', 'consent.signer_required'],
      [{ ...paper, searched: 'All boxes.' }, '/searched', 'consent.searched_in_vain'],
      [{ ...paper, scope: { quote: 'conditional' } }, '/conditions', 'consent.conditions_required'],
      [{ ...paper, conditions }, '/conditions', 'consent.nothing_conditional'],
      [{ ...paper, supersedes: UNKNOWN_ID }, '/supersedes', 'reference.unknown'],
      [{ ...paper, supersedes: foreign.id }, '/supersedes', 'reference.unknown'],
      [{ ...paper, supersedes: 'itself' }, '/supersedes', 'request.is_uuid'],
      [{ instrument: 'none_found' }, '/searched', 'consent.searched_required'],
      [{ ...none, signerId: narrator }, '/signerId', 'consent.none_found'],
      [{ ...none, scope: { quote: 'allowed' } }, '/scope/quote', 'consent.none_found'],
      [{ ...none, paper: { sha256: SHA256 } }, '/paper', 'consent.none_found'],
    ];
    await storesNothing(archive, async () => {
      for (const [body, pointer, code] of cases) {
        const answer = await post(testimony.id, body);
        expect([body, answer.status, (answer.body as { code: string }).code]).toEqual([body, 422, code]);
        expectProblem(answer, 422, { pointer });
      }
      expectProblem(await post(UNKNOWN_ID, paper), 404);
    });
  });

  test('is revoked once, by somebody, not before it was signed, and only while it stands', async () => {
    const testimony = await makeTestimony(archive);
    const made = await release(testimony, { signed: { edtf: '2001-05-04' } });
    const later = await release(testimony, { supersedes: made.id });
    const none = await makeNone(testimony);
    const wanted = { revokerWords: 'she', role: 'narrator', because: 'She changed her mind.' };
    await storesNothing(archive, async () => {
      expectProblem(await revoke(made.id, wanted), 409, { code: 'consent.superseded' });
      expectProblem(await revoke(none.id, wanted), 409, { code: 'consent.none_found' });
      expectProblem(await revoke(UNKNOWN_ID, wanted), 404);
      for (const [fields, pointer, code] of [
        [{ revokerWords: undefined }, '/revokerId', 'consent.revoker_required'],
        [{ revokerId: narratorOf(testimony) }, '/revokerId', 'consent.revoker_required'],
        [{ revokerWords: undefined, revokerId: UNKNOWN_ID }, '/revokerId', 'reference.unknown'],
        [{ role: undefined }, '/role', 'request.is_in'],
        [{ because: ' ' }, '/because', 'request.text'],
        [{ revoked: { edtf: '2999-01-01' } }, '/revoked/edtf', 'date.in_the_future'],
      ] as const) {
        expectProblem(await revoke(later.id, { ...wanted, ...fields }), 422, { pointer, code });
      }
    });
    const early = await release(testimony, { signed: { edtf: '2001-05-04' } });
    const before = { ...wanted, revoked: { edtf: '2001-05-03' } };
    expectProblem(await revoke(early.id, before), 422, { code: 'consent.revoked_before_signed' });
    await revoke(early.id, { ...wanted, revoked: { edtf: '2001-05-04' } }).expect(200);
    await storesNothing(archive, async () => {
      expectProblem(await revoke(early.id, wanted), 409, { code: 'consent.revoked' });
    });
  });

  test('of two writers at once the second sees the first', async () => {
    const testimony = await makeTestimony(archive);
    const made = await release(testimony);
    const wanted = { revokerWords: 'she', role: 'narrator', because: 'So.' };
    const revoking = await meetAt(archive, 'consent_revocation', [
      () => revoke(made.id, wanted),
      () => revoke(made.id, wanted),
    ]);
    const outcomes = (settled: typeof revoking) =>
      settled.map((one) => {
        if (one.status !== 'fulfilled') return one.reason as unknown;
        return (one.value.body as { code?: string }).code ?? one.value.status;
      });
    expect(outcomes(revoking).sort()).toEqual([200, 'consent.revoked']);

    const paper = { instrument: 'licence', role: 'rights_holder', signerWords: 'the publisher' };
    const superseding = await meetAt(archive, 'consent', [
      () => post(testimony.id, { ...paper, supersedes: made.id }),
      () => post(testimony.id, { ...paper, supersedes: made.id }),
    ]);
    expect(outcomes(superseding).sort()).toEqual([201, 'consent.superseded']);

    // What is in force is what both say: neither works it out without the other.
    const both = [{ quote: 'refused' }, { translate: 'refused' }];
    const recording = await meetAt(
      archive,
      'consent_in_force',
      both.map((scope) => () => post(testimony.id, { ...paper, scope })),
    );
    expect(outcomes(recording)).toEqual([201, 201]);
    const { inForce } = await consents(testimony.id);
    expect(inForce).toMatchObject({ acts: { quote: 'refused', translate: 'refused' } });
    expect(await shown(testimony.id)).toEqual(inForce);
  });

  test('the table refuses what the service would: none twice, no sum of acts without its conditions', async () => {
    const testimony = await makeTestimony(archive);
    const insert = (columns: string, values: string): Promise<string> =>
      codeOf(
        archive.sql(`INSERT INTO activity (type, agent_id) SELECT 'test', id FROM agent LIMIT 1;
          INSERT INTO consent (testimony_id, ${columns}) VALUES ('${testimony.id}', ${values})`),
      );
    const signed = `instrument, signer_words, role`;
    expect(await insert(signed, `'licence', 'she', 'other'`)).toBe('done');
    for (const [columns, values] of [
      ['instrument', `'licence'`],
      ['instrument', `'none_found'`],
      [`${signed}, searched`, `'none_found', 'she', 'other', 'boxes'`],
      ['instrument, searched, quote', `'none_found', 'boxes', 'allowed'`],
      [`${signed}, quote`, `'licence', 'she', 'other', 'conditional'`],
      [`${signed}, quote`, `'licence', 'she', 'other', 'perhaps'`],
      [`${signed}, conditions_shown`, `'licence', 'she', 'other', true`],
      [`${signed}, paper_sha256`, `'licence', 'she', 'other', 'abc'`],
    ] as const) {
      expect([values, await insert(columns, values)]).toEqual([values, '23514']);
    }
  });
});
