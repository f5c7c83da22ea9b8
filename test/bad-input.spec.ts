import { openArchive, type TestArchive } from './support/archive.js';
import { expectProblem, storesNothing, UNKNOWN_ID } from './support/expectations.js';
import { claimFields, type Made, makeTestimony, testimonyFields } from './support/factories.js';

/** Where any code will do: a default, because Jest takes a parameter without an argument for its callback. */
const ANY: string | undefined = undefined;

describe('bad input', () => {
  let archive: TestArchive;
  let testimony: Made;
  let claimsPath: string;

  beforeAll(async () => {
    archive = await openArchive();
    testimony = await makeTestimony(archive, { text: '𠮷 went. 𠮷 came back over the river.' });
    claimsPath = `/api/testimonies/${testimony.id}/claims`;
  });
  afterAll(() => archive.close());

  const post = (path: string, body: object) => archive.as('archivist').post(path).send(body);
  /** Refused with a fault at the field, and no table has a row more. */
  const refused = async (path: string, body: object, pointer: string, code?: string): Promise<void> => {
    const answer = await storesNothing(archive, () => post(path, body));
    expectProblem(answer, 422, { pointer, code });
  };

  describe('of a testimony', () => {
    test.each<[string, Record<string, unknown>, string, string?]>([
      ['an empty text', { text: '' }, '/text', 'testimony.text_empty'],
      ['a text of white space', { text: '\r\n\u3000\uFEFF\t' }, '/text', 'testimony.text_empty'],
      ['a text of 10 MB', { text: '𠮷'.repeat(2_500_000) }, '/text', 'testimony.text_too_long'],
      ['NUL in the text', { text: 'a\u0000b' }, '/text', 'text.null_character'],
      ['NUL in the title', { title: '\u0000' }, '/title', 'text.null_character'],
      ['half a pair in the text', { text: 'a\ud842' }, '/text', 'text.lone_surrogate'],
      [
        'half a pair in a name',
        { contributors: [{ role: 'narrator', agent: { name: '\udfb7x' } }] },
        '/contributors/0/agent/name',
      ],
      ['a title of white space', { title: ' \n' }, '/title'],
      ['a title too long', { title: '𠮷'.repeat(1001) }, '/title'],
      ['an unknown kind', { kind: 'rumour' }, '/kind'],
      ['a language by its name', { language: 'Japanese' }, '/language'],
      ['a language nobody registered', { language: 'xx' }, '/language', 'language.invalid'],
      ['a malformed language', { language: 'ja_JP' }, '/language'],
      ['a day that never was', { recorded: { edtf: '1900-02-29' } }, '/recorded/edtf', 'date.invalid'],
      ['a month that never is', { recorded: { edtf: '1945-13' } }, '/recorded/edtf', 'date.invalid'],
      ['an interval backwards', { recorded: { edtf: '1946/1945' } }, '/recorded/edtf', 'date.invalid'],
      ['a date in words', { recorded: { edtf: 'spring 1945' } }, '/recorded/edtf', 'date.invalid'],
      ['no narrator', { contributors: [{ role: 'interviewer', agent: { name: 'A' } }] }, '/contributors'],
      ['no contributors', { contributors: [] }, '/contributors'],
      ['an unknown role', { contributors: [{ role: 'hero', agent: { name: 'A' } }] }, '/contributors/0/role'],
      [
        'an agent of nothing',
        { contributors: [{ role: 'narrator', agent: {} }] },
        '/contributors/0/agent/description',
      ],
      ['an unknown field', { colour: 'red' }, '/colour', 'request.unknown_field'],
      [
        'an unknown field within',
        { recorded: { edtf: '1945', by: 'me' } },
        '/recorded/by',
        'request.unknown_field',
      ],
      ['an accession number of its own', { accession: 'KTB-9999' }, '/accession', 'request.unknown_field'],
      ['an id of its own', { id: UNKNOWN_ID }, '/id', 'request.unknown_field'],
    ])('%s', (_, fields, pointer, code = ANY) =>
      refused('/api/testimonies', testimonyFields(fields), pointer, code),
    );
  });

  describe('of a claim', () => {
    const anchored = (anchor: object): Record<string, unknown> => ({ anchors: [anchor] });

    test.each<[string, Record<string, unknown>, string, string?]>([
      ['no anchor', { anchors: [] }, '/anchors'],
      ['no words', anchored({ exact: '' }), '/anchors/0/exact'],
      [
        'a quotation that is not there',
        anchored({ exact: 'swam' }),
        '/anchors/0/exact',
        'claim.quote_not_found',
      ],
      [
        'a quotation that is there twice',
        anchored({ exact: '𠮷' }),
        '/anchors/0/exact',
        'claim.quote_ambiguous',
      ],
      [
        'a position one too far',
        anchored({ exact: 'came', start: 11, end: 15 }),
        '/anchors/0/exact',
        'claim.quote_mismatch',
      ],
      [
        'a position one too near',
        anchored({ exact: 'came', start: 9, end: 13 }),
        '/anchors/0/exact',
        'claim.quote_mismatch',
      ],
      [
        'a position in UTF-16 units',
        anchored({ exact: 'came', start: 12, end: 16 }),
        '/anchors/0/exact',
        'claim.quote_mismatch',
      ],
      [
        'an end one too far',
        anchored({ exact: 'came', start: 10, end: 15 }),
        '/anchors/0/exact',
        'claim.quote_mismatch',
      ],
      [
        'an end beyond the text',
        anchored({ exact: 'river.', start: 29, end: 36 }),
        '/anchors/0/end',
        'claim.position_invalid',
      ],
      [
        'a start beyond the text',
        anchored({ exact: 'river.', start: 90, end: 96 }),
        '/anchors/0/start',
        'claim.position_invalid',
      ],
      [
        'a position before the text',
        anchored({ exact: '𠮷', start: -1, end: 0 }),
        '/anchors/0/start',
        'claim.position_invalid',
      ],
      [
        'an end before its start',
        anchored({ exact: 'came', start: 14, end: 10 }),
        '/anchors/0/end',
        'claim.position_invalid',
      ],
      [
        'a start without an end',
        anchored({ exact: 'came', start: 10 }),
        '/anchors/0/end',
        'claim.position_invalid',
      ],
      [
        'a position no integer holds',
        anchored({ exact: 'came', start: 2 ** 31, end: 2 ** 31 + 4 }),
        '/anchors/0/start',
        'claim.position_invalid',
      ],
      [
        'a position no number holds',
        anchored({ exact: 'came', start: 2 ** 60, end: 2 ** 60 + 256 }),
        '/anchors/0/start',
        'claim.position_invalid',
      ],
      ['half a position', anchored({ exact: 'came', start: 10.5, end: 14.5 }), '/anchors/0/start'],
      [
        'half a pair in a prefix',
        anchored({ exact: 'came', prefix: '\ud842' }),
        '/anchors/0/prefix',
        'text.lone_surrogate',
      ],
      [
        'an unknown teller',
        { tellers: [{ basis: 'told', agentId: UNKNOWN_ID }] },
        '/tellers/0/agentId',
        'reference.unknown',
      ],
      [
        'two tellers in one',
        { tellers: [{ basis: 'told', agentId: UNKNOWN_ID, sourceId: UNKNOWN_ID }] },
        '/tellers/0',
      ],
      ['a mention of nothing', { mentions: [{ words: 'it' }] }, '/mentions/0'],
      [
        'an unknown place',
        { mentions: [{ words: 'it', placeId: UNKNOWN_ID }] },
        '/mentions/0/placeId',
        'reference.unknown',
      ],
      ['an id that is none', { mentions: [{ words: 'it', placeId: 'Otaru' }] }, '/mentions/0/placeId'],
      ['a citation of nothing', { citations: [{ stance: 'for' }] }, '/citations/0/source'],
      [
        'CSL without a title',
        { citations: [{ stance: 'for', source: { csl: { type: 'book' } } }] },
        '/citations/0/source/csl/title',
        'csl.title_required',
      ],
      [
        'an unknown source, the second',
        {
          citations: [
            { stance: 'for', source: { csl: { type: 'book', title: 'T' } } },
            { stance: 'for', source: { id: UNKNOWN_ID } },
          ],
        },
        '/citations/1/source/id',
        'reference.unknown',
      ],
      ['a judgement without a reason', { assessment: { confidence: 'confirmed' } }, '/assessment/rationale'],
      ['a date that never was', { date: { edtf: '1945-02-30' } }, '/date/edtf', 'date.invalid'],
      ['a basis of its own', { basis: 'dreamt' }, '/basis'],
      ['a number of its own', { number: 7 }, '/number', 'request.unknown_field'],
      [
        'an unknown field within',
        anchored({ exact: 'came', colour: 'red' }),
        '/anchors/0/colour',
        'request.unknown_field',
      ],
    ])('%s', (_, fields, pointer, code = ANY) =>
      refused(claimsPath, claimFields({ anchors: [{ exact: 'came' }], ...fields }), pointer, code),
    );

    test('as many anchors, tellers and so on as nobody has', async () => {
      const many = Array.from({ length: 51 }, () => ({ exact: 'came', basis: 'told' }));
      await refused(claimsPath, claimFields({ anchors: many.map(({ exact }) => ({ exact })) }), '/anchors');
      await refused(
        claimsPath,
        claimFields({ anchors: [{ exact: 'came' }], tellers: many.map(({ basis }) => ({ basis })) }),
        '/tellers',
      );
    });
  });
});
