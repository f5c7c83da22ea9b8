import fc from 'fast-check';
import { CONSENT_ACTS, CONSENT_ANSWERS, type ConsentAnswer } from '../testimonies/rights.vocabulary.js';
import { actsInForce, type ConsentEvent, inForceOn, scopeOf } from './consent.rules.js';

const paper = (id: string, fields: Partial<ConsentEvent> = {}): ConsentEvent => ({
  id,
  isNone: false,
  party: 'aiko',
  scope: scopeOf(() => 'allowed'),
  supersedes: null,
  since: '2001-05-04',
  revoked: null,
  ...fields,
});
const ids = (events: ConsentEvent[], day: string): string[] => inForceOn(events, day).map(({ id }) => id);
const TODAY = '2026-11-28';
const all = (answer: ConsentAnswer) => scopeOf(() => answer);
const quoting = (answer: ConsentAnswer) => scopeOf((act) => (act === 'quote' ? answer : 'not_mentioned'));

describe('which consent is in force', () => {
  test('it begins on its day and ends on the day it is revoked', () => {
    const events = [paper('a', { revoked: '2010-01-01' })];
    expect(ids(events, '2001-05-03')).toEqual([]);
    expect(ids(events, '2001-05-04')).toEqual(['a']);
    expect(ids(events, '2009-12-31')).toEqual(['a']);
    expect(ids(events, '2010-01-01')).toEqual([]);
  });

  test('what supersedes it takes its place on its own day', () => {
    const events = [paper('a'), paper('b', { supersedes: 'a', since: '2005-01-01' })];
    expect(ids(events, '2004-12-31')).toEqual(['a']);
    expect(ids(events, '2005-01-01')).toEqual(['b']);
  });

  test('what was superseded does not come back when the later one is revoked', () => {
    const events = [paper('a'), paper('b', { supersedes: 'a', since: '2005-01-01', revoked: '2006-01-01' })];
    expect(ids(events, '2005-06-01')).toEqual(['b']);
    expect(ids(events, '2006-06-01')).toEqual([]);
  });

  test('two of one day stand beside each other unless one supersedes the other', () => {
    expect(ids([paper('a'), paper('b')], TODAY)).toEqual(['a', 'b']);
    expect(ids([paper('a'), paper('b', { supersedes: 'a' })], TODAY)).toEqual(['b']);
  });

  test('to have found nothing is no consent, but may be superseded', () => {
    const events = [paper('a', { isNone: true }), paper('b', { supersedes: 'a' })];
    expect(ids(events.slice(0, 1), TODAY)).toEqual([]);
    expect(ids(events, TODAY)).toEqual(['b']);
  });
});

describe('what is consented to', () => {
  test('nothing at all where nothing is in force', () => {
    expect(actsInForce([], ['aiko'], TODAY)).toBeNull();
    expect(actsInForce([paper('a', { revoked: '2010-01-01' })], ['aiko'], TODAY)).toBeNull();
  });

  test('of two narrators both must allow it', () => {
    for (const answer of CONSENT_ANSWERS) {
      const events = [paper('a'), paper('b', { party: 'ivan', scope: all(answer) })];
      expect(actsInForce(events, ['aiko', 'ivan'], TODAY)?.quote).toBe(answer);
    }
  });

  test('a narrator for whom nobody signed has allowed nothing', () => {
    const acts = actsInForce([paper('a')], ['aiko', 'ivan'], TODAY);
    expect(acts).toEqual({ ...all('not_mentioned'), machineUse: 'refused' });
    const refused = actsInForce([paper('a', { scope: all('refused') })], ['aiko', 'ivan'], TODAY);
    expect(refused).toEqual(all('refused'));
  });

  test('who holds the rights speaks for all narrators, but not against what one refuses', () => {
    const licence = paper('a', { party: null });
    expect(actsInForce([licence], ['aiko', 'ivan'], TODAY)).toEqual(all('allowed'));
    const against = paper('b', { scope: quoting('refused') });
    expect(actsInForce([licence, against], ['aiko', 'ivan'], TODAY)?.quote).toBe('refused');
  });

  test('an interviewer has a say, but speaks for no narrator', () => {
    const signed = paper('a', { party: 'signer interviewer' });
    expect(actsInForce([signed], ['aiko'], TODAY)?.disseminate).toBe('not_mentioned');
    const refusing = paper('b', { party: 'signer interviewer', scope: quoting('refused') });
    expect(actsInForce([paper('a'), refusing], ['aiko'], TODAY)?.quote).toBe('refused');
  });

  test('a second paper of the same party need not repeat the first', () => {
    const events = [paper('a', { scope: quoting('allowed') }), paper('b', { scope: all('not_mentioned') })];
    expect(actsInForce(events, ['aiko'], TODAY)?.quote).toBe('allowed');
    const stricter = [...events, paper('c', { scope: quoting('conditional') })];
    expect(actsInForce(stricter, ['aiko'], TODAY)?.quote).toBe('conditional');
  });

  test('what is not mentioned is not allowed, and refused to machines', () => {
    const acts = actsInForce([paper('a', { scope: quoting('allowed') })], ['aiko'], TODAY);
    expect(acts).toEqual({ ...quoting('allowed'), machineUse: 'refused' });
  });

  test('nobody who signs besides makes it looser, whatever the order', () => {
    const answer = fc.constantFrom(...CONSENT_ANSWERS);
    const scope = fc.record(Object.fromEntries(CONSENT_ACTS.map((act) => [act, answer])));
    const event = fc
      .record({ party: fc.constantFrom('aiko', 'ivan', 'signer x', null), scope })
      .map((fields) => paper('', fields as Partial<ConsentEvent>));
    const rank = (given: ConsentAnswer): number => CONSENT_ANSWERS.indexOf(given);
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 6 }), scope, (events, more) => {
        const named = events.map((one, n) => ({ ...one, id: String(n) }));
        const acts = actsInForce(named, ['aiko', 'ivan'], TODAY)!;
        expect(actsInForce([...named].reverse(), ['aiko', 'ivan'], TODAY)).toEqual(acts);
        const other = paper('other', { party: 'signer y', scope: more as ConsentEvent['scope'] });
        const after = actsInForce([...named, other], ['aiko', 'ivan'], TODAY)!;
        for (const act of CONSENT_ACTS) expect(rank(after[act])).toBeGreaterThanOrEqual(rank(acts[act]));
      }),
    );
  });
});
