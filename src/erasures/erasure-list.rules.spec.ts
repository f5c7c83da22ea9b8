import { DamagedList, type Order, readList } from './erasure-list.rules.js';

const order = (erasure: string): Order => ({
  event: 'ordered',
  erasure,
  at: '2026-03-03T10:00:00Z',
  kind: 'passage',
  recordId: 'p',
  part: 'record',
  start: null,
  end: null,
  everywhere: false,
  keepClaimIds: [],
  basis: 'court',
  authority: 'Order 7 – 裁判所',
  requestedBy: 'a',
  executedBy: 'b',
  texts: [{ revisionId: 'r', sha256: '0', spans: [[0, 1]] }],
});
const lines = (...entries: object[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
const outcome = (event: string, erasure: string): object => ({ event, erasure, at: 'x' });

describe('the list of erasures', () => {
  test('is empty where there is nothing', () => {
    expect(readList('')).toEqual({ orders: new Map(), done: new Set(), wholeBytes: 0 });
  });

  test('says what was ordered, done and abandoned; the last order counts', () => {
    const again = { ...order('a'), everywhere: true };
    const text = lines(
      order('a'),
      order('b'),
      outcome('abandoned', 'b'),
      again,
      outcome('done', 'a'),
      order('c'),
    );
    const list = readList(text);
    expect([...list.orders.values()]).toEqual([again, order('c')]);
    expect(list.done).toEqual(new Set(['a']));
    expect(list.wholeBytes).toBe(Buffer.byteLength(text));
  });

  test('takes no notice of a last line that was cut off, wherever', () => {
    const [whole, next] = [lines(order('a')), lines(order('b'))];
    const bytes = Buffer.from(next);
    for (let length = 0; length < bytes.length; length += 1) {
      const list = readList(whole + bytes.subarray(0, length).toString('utf8'));
      expect([...list.orders.keys()]).toEqual(['a']);
      expect(list.wholeBytes).toBe(Buffer.byteLength(whole));
    }
  });

  test.each([
    '',
    'x',
    '{}',
    '[]',
    'null',
    '{"event":"ordered","erasure":"a"}',
    '{"event":"done"}',
    '{"event":"x"}',
  ])('is not read past a damaged line: %s', (damaged) => {
    expect(() => readList(`${lines(order('a'))}${damaged}\n${lines(order('b'))}`)).toThrow(
      new DamagedList(2),
    );
  });
});
