import fc from 'fast-check';
import { checkProv } from './constraints.rules.js';

type Statements = Record<string, Record<string, unknown>[]>;
type Document = Record<string, Statements>;

const moment = (minute: number): string => new Date(Date.UTC(1945, 7, 15, 12, minute)).toISOString();

/** A history as it may have been: activities one after another, each using what is there and making one thing from it. */
const history: fc.Arbitrary<Document> = fc
  .array(fc.record({ uses: fc.array(fc.nat(), { maxLength: 3 }), derives: fc.boolean(), agent: fc.nat(3) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((acts) => {
    const document: Document = {};
    const say = (kind: string, id: string, statement: Record<string, unknown>): void => {
      ((document[kind] ??= {})[id] ??= []).push(statement);
    };
    acts.forEach(({ uses, derives, agent }, number) => {
      const [a, e] = [`ex:a${number}`, `ex:e${number}`];
      say('activity', a, { 'prov:startTime': moment(3 * number), 'prov:endTime': moment(3 * number + 2) });
      say('entity', e, { 'prov:label': `thing ${number}` });
      say('wasGeneratedBy', `ex:g${number}`, {
        'prov:entity': e,
        'prov:activity': a,
        'prov:time': moment(3 * number + 2),
      });
      say('wasAssociatedWith', `_:w${number}`, { 'prov:activity': a, 'prov:agent': `ex:p${agent}` });
      if (number === 0) return;
      for (const use of new Set(uses.map((any) => any % number))) {
        const id = `ex:u${number}-${use}`;
        say('used', id, {
          'prov:activity': a,
          'prov:entity': `ex:e${use}`,
          'prov:time': moment(3 * number + 1),
        });
        if (!derives) continue;
        say('wasDerivedFrom', `_:d${number}-${use}`, {
          'prov:generatedEntity': e,
          'prov:usedEntity': `ex:e${use}`,
          'prov:activity': a,
          'prov:generation': `ex:g${number}`,
          'prov:usage': id,
        });
      }
    });
    return document;
  });

/** The same history with one statement more, which says nothing new. */
function withRedundancy(document: Document, pick: number): Document {
  const kinds = Object.keys(document);
  const kind = kinds[pick % kinds.length]!;
  const ids = Object.keys(document[kind]!);
  const id = ids[pick % ids.length]!;
  const [statement] = document[kind]![id]!;
  const { 'prov:time': _, ...weaker } = statement!;
  const more: Document = structuredClone(document);
  if (pick % 3 === 0) more[kind]![id]!.push({ ...statement });
  else if (pick % 3 === 1) more[kind]![id]!.push(weaker);
  else if (kind === 'wasGeneratedBy' || kind === 'used') more[kind]!['_:again'] = [weaker];
  else more['alternateOf'] = { '_:same': [{ 'prov:alternate1': 'ex:e0', 'prov:alternate2': 'ex:e0' }] };
  return more;
}

const check = (document: Document): unknown =>
  checkProv({ prefix: { ex: 'http://example.org/' }, ...document });

describe('the checker of PROV', () => {
  test('a history is valid, and stays so when something is said again', () => {
    fc.assert(
      fc.property(history, fc.nat(), (document, pick) => {
        expect(check(document)).toEqual([]);
        expect(check(withRedundancy(document, pick))).toEqual([]);
      }),
    );
  });

  test('a history run backwards is not valid', () => {
    fc.assert(
      fc.property(history, (document) => {
        const derivations = Object.values(document['wasDerivedFrom'] ?? {}).flat();
        fc.pre(derivations.length > 0);
        const [first] = derivations as [Record<string, string>];
        const back = {
          'prov:generatedEntity': first['prov:usedEntity'],
          'prov:usedEntity': first['prov:generatedEntity'],
        };
        const reversed = { ...document, wasDerivedFrom: { ...document['wasDerivedFrom'], '_:back': [back] } };
        expect(check(reversed)).toEqual(
          expect.arrayContaining([expect.objectContaining({ code: 'prov.c42' })]),
        );
      }),
    );
  });

  test('whatever JSON it gets, it does not throw', () => {
    const kinds = [
      'entity',
      'activity',
      'used',
      'wasDerivedFrom',
      'hadMember',
      'bundle',
      'prefix',
      '__proto__',
    ];
    const like = fc.dictionary(
      fc.constantFrom(...kinds),
      fc.dictionary(fc.constantFrom('a', 'x:b', '_:c', '/~', ''), fc.jsonValue()),
    );
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), like), (value) => Array.isArray(checkProv(value))));
    expect(checkProv(undefined)).toHaveLength(1);
    expect(checkProv(JSON.parse('{"__proto__": {"a": 1}, "entity": {"__proto__": {}}}'))).not.toEqual([]);
  });

  test('a hundred thousand statements are looked through, also where all are one or in one row', () => {
    const rows = 20_000;
    const document: Document = { activity: {}, wasGeneratedBy: {}, used: {}, wasDerivedFrom: {}, entity: {} };
    for (let n = 1; n <= rows; n++) {
      document['activity']![`ex:a${n}`] = [{}];
      document['entity']![`ex:e${n}`] = [{}];
      document['wasGeneratedBy']![`_:g${n}`] = [
        { 'prov:entity': `ex:e${n}`, 'prov:activity': `ex:a${n}`, 'prov:time': moment(n) },
      ];
      document['used']![`_:u${n}`] = [{ 'prov:activity': `ex:a${n}`, 'prov:entity': `ex:e${n - 1}` }];
      document['wasDerivedFrom']![`_:d${n}`] = [
        {
          'prov:generatedEntity': `ex:e${n}`,
          'prov:usedEntity': `ex:e${n - 1}`,
          'prov:activity': `ex:a${n}`,
        },
      ];
    }
    expect(check(document)).toEqual([]);
    const one = { used: { 'ex:u': Array.from({ length: 5 * rows }, () => ({ 'prov:activity': 'ex:a' })) } };
    expect(check(one)).toEqual([]);
  });
});
