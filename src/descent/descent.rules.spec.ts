import { originOf } from './descent.rules.js';
import { DESCENT_KINDS } from './vocabularies.js';

const ID = '6b1f0c0e-2c9f-4a54-9c55-0d4b7f3f8a11';

describe('what a descent leads to', () => {
  const allowed = {
    copies: ['source', 'testimony', 'claim'],
    translates: ['source', 'testimony', 'claim'],
    quotes: ['source', 'testimony', 'claim'],
    summarises: ['source', 'testimony', 'claim'],
    derives_from: ['source', 'testimony', 'claim'],
    author: ['agent'],
    informant: ['agent'],
    read: ['source', 'testimony'],
    told: ['agent'],
  };

  test.each(DESCENT_KINDS)('%s', (kind) => {
    for (const origin of ['source', 'agent', 'testimony', 'claim']) {
      const found = originOf({ kind, [`${origin}Id`]: ID });
      if (allowed[kind].includes(origin)) {
        expect(found).toEqual({ kind: origin, id: ID, pointer: `/${origin}Id` });
      } else {
        expect(found).toMatchObject({ code: 'descent.one_origin', pointer: `/${origin}Id` });
      }
    }
    expect(originOf({ kind })).toMatchObject({ code: 'descent.one_origin', found: 'none' });
    expect(originOf({ kind, sourceId: ID, agentId: ID })).toMatchObject({
      code: 'descent.one_origin',
      found: 'sourceId, agentId',
    });
  });

  test('says what would do', () => {
    expect(originOf({ kind: 'author' })).toMatchObject({
      pointer: '/agentId',
      expected: 'with author agentId and nothing else',
    });
    expect(originOf({ kind: 'read', sourceId: ID, testimonyId: ID })).toMatchObject({
      pointer: '/testimonyId',
      expected: 'with read exactly one of sourceId, testimonyId and nothing else',
    });
  });
});
