import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, revise, UNKNOWN_ID } from './support/expectations.js';
import {
  type Made,
  makeAgent,
  makeClaim,
  makeContact,
  makeIdentifier,
  makeLead,
  makeLife,
  makeName,
  makeOffice,
  makeQuestion,
  makeSameAs,
  makeSource,
  makeTestimony,
  stateReachability,
  makePlace,
} from './support/factories.js';
import { ODD } from './support/odd-texts.js';
import { claimRows, restrict, testimonyRows } from './support/restrict.js';

interface Person extends Made {
  representative: string;
  records: Made[];
  perhapsTheSame: { agent: Made; rationale: string }[];
  names: { value: string; preferred: boolean; source: Made | null }[];
  identifiers: { scheme: string; value: string }[];
  lives: { agent: Made; born: { date: { edtf: string } } | null; died: object | null }[];
  offices: { title: string; claim: Made | null }[];
  reachability: { state: string; source: Made | null } | null;
  testimonies: { role: string; testimony: Made }[];
  claimsTold: number;
  mentions: number;
  leads: { description: string; question: Made }[];
  questions: Made[];
}

describe('the page of a person', () => {
  let archive: TestArchive;

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());

  const page = async ({ id }: { id: string }, query = '', role: 'archivist' | null = null) =>
    (await archive.as(role).get(`/api/people/${id}${query}`).expect(200)).body as Person;
  /** A moment that everybody may name, whatever is restricted later. */
  const newest = async (): Promise<string> => ((await makePlace(archive)).activity as Made).id;
  const withdraw = (path: string, version = 1) =>
    archive
      .as('archivist')
      .post(`/api/${path}/withdrawal`)
      .set('if-match', `"v${version}"`)
      .send({ because: 'Another man of that name.' })
      .expect(200);

  /** A person of whom everything is known that can be. */
  async function newPerson(name: string, more: { language?: string; script?: string } = {}) {
    const person = await makeAgent(archive, { name });
    const of = `agents/${person.id}` as const;
    const source = await makeSource(archive, { csl: { type: 'book', title: `A life of ${name}` } });
    const form = await makeName(archive, of, { value: `${name}, the form`, sourceId: source.id, ...more });
    await makeIdentifier(archive, of);
    const life = await makeLife(archive, person.id, { born: { date: { edtf: '1911' } } });
    const testimony = await makeTestimony(archive, {
      title: `The words of ${name}`,
      contributors: [
        { role: 'narrator', agent: { id: person.id } },
        { role: 'translator', agent: { id: person.id } },
      ],
    });
    const claim = await makeClaim(archive, testimony.id, {
      tellers: [{ basis: 'told', agentId: person.id }],
      mentions: [{ agentId: person.id, words: 'he' }],
    });
    const office = await makeOffice(archive, person.id, {
      title: `staff officer ${name}`,
      claimId: claim.id,
    });
    const statement = await stateReachability(archive, person.id, 'reached', { sourceId: source.id });
    const question = await makeQuestion(archive, {
      statement: `What did ${name} know?`,
      about: [{ agentId: person.id }],
    });
    const lead = await makeLead(archive, question.id, {
      kind: 'person',
      agentId: person.id,
      description: `${name} himself`,
    });
    await makeContact(archive, person.id, 'Otaru, Hanazono 1-2-3');
    return { ...person, name, source, form, life, testimony, claim, office, statement, question, lead };
  }

  test('tells everything that is known of it, and no contact details', async () => {
    const person = await newPerson(ODD.japanese, { language: 'ja', script: 'Jpan' });
    const { form, testimony, claim, office, question, lead } = person;
    const told = { id: testimony.id, accession: testimony.accession, title: testimony.title };
    expect(await page(person)).toEqual({
      id: person.id,
      kind: 'person',
      name: ODD.japanese,
      description: null,
      unnamed: false,
      representative: person.id,
      records: [{ id: person.id, name: ODD.japanese, unnamed: false }],
      perhapsTheSame: [],
      names: [
        {
          id: form.id,
          value: form.value,
          type: 'legal',
          language: 'ja',
          script: 'Jpan',
          reading: null,
          preferred: false,
          valid: null,
          source: form.source,
        },
      ],
      identifiers: [{ scheme: 'wikidata', value: 'Q11720' }],
      lives: [
        {
          agent: { id: person.id, name: ODD.japanese, unnamed: false },
          born: {
            date: { words: null, edtf: '1911', earliest: '1911-01-01', latest: '1911-12-31' },
            source: null,
            sourceWithdrawn: false,
            claim: null,
          },
          died: null,
        },
      ],
      offices: [
        {
          id: office.id,
          kind: 'office',
          title: office.title,
          organisation: null,
          held: null,
          source: null,
          sourceWithdrawn: false,
          claim: { id: claim.id, statement: claim.statement },
        },
      ],
      reachability: {
        state: 'reached',
        when: null,
        because: null,
        source: person.statement.source,
        sourceWithdrawn: false,
        claim: null,
        activity: person.statement.activity,
      },
      testimonies: [
        { role: 'narrator', testimony: told },
        { role: 'translator', testimony: told },
      ],
      claimsTold: 1,
      mentions: 1,
      leads: [
        {
          id: lead.id,
          description: lead.description,
          state: 'not_yet_reached',
          question: { id: question.id, statement: question.statement, state: 'open' },
        },
      ],
      questions: [{ id: question.id, statement: question.statement, state: 'open' }],
    });
    for (const role of [null, 'archivist'] as const) {
      expect(JSON.stringify(await page(person, '', role))).not.toContain('Hanazono');
    }
  });

  test('of a stranger, an organisation or somebody unnamed has what there is', async () => {
    const [body, unnamed] = [
      await makeAgent(archive, { kind: 'organisation', name: 'Kwantung Army' }),
      await makeAgent(archive, {
        name: undefined,
        description: 'a fisherman',
        unnamedBecause: 'He did not say.',
      }),
    ];
    expect(await page(body)).toMatchObject({
      kind: 'organisation',
      names: [],
      lives: [],
      reachability: null,
    });
    expect(await page(unnamed)).toMatchObject({ name: null, description: 'a fisherman', unnamed: true });
    for (const path of [UNKNOWN_ID, 'nonsense']) {
      expectProblem(await archive.as(null).get(`/api/people/${path}`), 404);
    }
    expectProblem(await archive.as(null).get(`/api/people/${body.id}?asOf=yesterday`), 422, {
      pointer: '/asOf',
    });
    expectProblem(await archive.as(null).get(`/api/people/${body.id}?asOf=1945-08-15T12:00:00Z`), 404);
  });

  test('is one for merged records, and comes apart again with nothing lost', async () => {
    const [first, second] = [await newPerson('R. Sejima'), await newPerson('瀬島龍三')];
    const before = { first: await page(first), second: await page(second) };
    const apart = await newest();
    const same = await makeSameAs(archive, first.id, second.id);
    for (const one of [first, second]) {
      const merged = await page(one);
      expect(merged).toMatchObject({ id: one.id, name: one.name, representative: second.id });
      const both = [before.first, before.second];
      for (const gathered of ['records', 'names', 'testimonies', 'leads', 'questions', 'offices'] as const) {
        expect(merged[gathered]).toEqual(both.flatMap((page_) => page_[gathered] as object[]));
      }
      expect(merged.lives).toHaveLength(2);
      expect(merged.lives).toEqual(expect.arrayContaining(both.flatMap(({ lives }) => lives)));
      // The statement recorded last, of whichever record.
      expect(merged.reachability).toEqual(before.second.reachability);
      expect(merged).toMatchObject({ claimsTold: 2, mentions: 2 });
      expect(await page(one, `?asOf=${apart}`)).toEqual(one === first ? before.first : before.second);
    }
    const together = await page(first);
    await stateReachability(archive, first.id, 'declined');
    expect((await page(second)).reachability).toMatchObject({ state: 'declined' });

    await withdraw(`same-as/${same.id}`);
    expect(await page(first)).toEqual({
      ...before.first,
      reachability: expect.objectContaining({ state: 'declined' }) as object,
    });
    expect(await page(second)).toEqual(before.second);
    expect(await page(first, `?asOf=${(same.activity as Made).id}`)).toEqual(together);
  });

  test('says of whom somebody thinks that he is perhaps the same, from either side, and gathers nothing', async () => {
    const [first, second, third] = [
      await newPerson('Nakayama'),
      await newPerson('中山隆志'),
      await makeAgent(archive, { name: 'Nakayama T.' }),
    ];
    const perhaps = await makeSameAs(archive, first.id, second.id, {
      certainty: 'perhaps',
      rationale: 'Both taught at the academy.',
    });
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const shown = await page(one);
      expect(shown).toMatchObject({
        perhapsTheSame: [{ agent: { id: other.id }, rationale: 'Both taught at the academy.' }],
        representative: one.id,
        records: [{ id: one.id }],
        claimsTold: 1,
      });
      expect(shown.perhapsTheSame).toHaveLength(1);
    }
    // What was said of one record is said of the person.
    await makeSameAs(archive, third.id, first.id);
    expect((await page(third)).perhapsTheSame).toMatchObject([{ agent: { id: second.id } }]);
    // Once they are known to be the same it is no longer a question.
    const same = await makeSameAs(archive, second.id, first.id);
    expect((await page(third)).perhapsTheSame).toEqual([]);
    await withdraw(`same-as/${same.id}`);
    await withdraw(`same-as/${perhaps.id}`);
    for (const one of [first, second, third]) expect((await page(one)).perhapsTheSame).toEqual([]);
  });

  test('leaves out what was withdrawn, and is as it was at an earlier moment', async () => {
    const person = await newPerson('Kusachi');
    const [stood, then] = [await page(person), await newest()];
    await withdraw(`names/${person.form.id}`);
    await withdraw(`offices/${person.office.id}`);
    await stateReachability(archive, person.id, 'died');
    await revise(archive, `/api/questions/${person.question.id}`, 1, { statement: 'What else?' }).expect(200);
    const now = await page(person);
    expect(now).toMatchObject({
      names: [],
      offices: [],
      reachability: { state: 'died' },
      leads: [{ state: 'died', question: { statement: 'What else?' } }],
      questions: [{ statement: 'What else?' }],
    });
    expect(await page(person, `?asOf=${then}`)).toEqual(stood);
    expect(await page(person, `?asOf=${await newest()}`)).toEqual(now);
    await revise(archive, `/api/agents/${person.id}`, 1, { name: 'Kusachi Teigo' }).expect(200);
    expect((await page(person)).name).toBe('Kusachi Teigo');
    expect((await page(person, `?asOf=${then}`)).name).toBe('Kusachi');
  });

  test('of two statements the one that is not outdated counts, as in the list of them', async () => {
    const person = await makeAgent(archive, { name: 'Mori' });
    await stateReachability(archive, person.id, 'died', { when: { edtf: '2001' } });
    await stateReachability(archive, person.id, 'not_yet_reached', {
      when: { edtf: '1991' },
      because: 'So he wrote then.',
    });
    expect((await page(person)).reachability).toMatchObject({ state: 'died' });
  });

  const hidden: [
    string,
    (person: Awaited<ReturnType<typeof newPerson>>) => Parameters<typeof restrict>[1],
    object,
  ][] = [
    ['a form', ({ form }) => [{ table: 'name_form', where: `id = '${form.id}'` }], { names: [] }],
    [
      'the source of a form and of a statement',
      ({ source }) => [{ table: 'source', where: `id = '${source.id}'` }],
      { names: [], reachability: null },
    ],
    ['a claim', ({ claim }) => claimRows(`'${claim.id}'`), { offices: [], claimsTold: 0, mentions: 0 }],
    [
      'a testimony',
      ({ testimony }) => testimonyRows(testimony.id),
      { testimonies: [], offices: [], claimsTold: 0, mentions: 0 },
    ],
    [
      'a question',
      ({ question }) => [{ table: 'question', where: `id = '${question.id}'` }],
      { leads: [], questions: [] },
    ],
    ['a lead', ({ lead }) => [{ table: 'lead', where: `id = '${lead.id}'` }], { leads: [] }],
    ['a life', ({ life }) => [{ table: 'life', where: `id = '${life.id}'` }], { lives: [] }],
    [
      'a statement',
      ({ statement }) => [{ table: 'reachability', where: `id = '${statement.id}'` }],
      { reachability: null },
    ],
  ];

  test.each(hidden)('is without %s that one may not see, then as now', async (_, rows, without) => {
    const person = await newPerson('Hidden');
    const [before, then] = [await page(person), await newest()];
    await restrict(archive, rows(person));
    for (const query of ['', `?asOf=${then}`, `?asOf=${await newest()}`]) {
      expect(await page(person, query)).toEqual({ ...before, ...without });
    }
    expect(await page(person, '', 'archivist')).toEqual(before);
  });

  test('of a record that one may not see there is none, and the others know nothing of it', async () => {
    const [open, secret, perhaps] = [
      await newPerson('Open'),
      await newPerson('内緒'),
      await makeAgent(archive, { name: '内緒、別人' }),
    ];
    const before = await page(open);
    await makeSameAs(archive, open.id, secret.id);
    await makeSameAs(archive, open.id, perhaps.id, { certainty: 'perhaps' });
    await makeOffice(archive, open.id, { title: 'his adjutant', organisationId: perhaps.id });
    const then = await newest();
    await restrict(archive, [
      { table: 'agent', where: `id IN ('${secret.id}', '${perhaps.id}')` },
      { table: 'office', where: `organisation_id = '${perhaps.id}'` },
    ]);
    for (const query of ['', `?asOf=${then}`]) {
      expect(await page(open, query)).toEqual(before);
      for (const { id } of [secret, perhaps]) {
        expectProblem(await archive.as(null).get(`/api/people/${id}${query}`), 404);
      }
    }
    expect(await page(open, '', 'archivist')).toMatchObject({
      representative: secret.id,
      perhapsTheSame: [{ agent: { id: perhaps.id } }],
      claimsTold: 2,
    });
  });
});
