import { endOf, faultsOf, levelOf, partOf } from './restriction.rules.js';

describe('what can be restricted how', () => {
  test.each([
    ['testimony', 'record', 'hidden_sealed'],
    ['testimony', 'content', 'listed_sealed'],
    ['testimony', 'summary', 'registered'],
    ['passage', 'record', 'listed_sealed'],
    ['passage', 'record', 'hidden_sealed'],
    ['claim', 'record', 'registered'],
  ] as const)('%s, %s: %s', (kind, part, mode) => expect(faultsOf({ kind, part, mode })).toEqual([]));

  test('a stretch of a revision, which leaves a mark', () => {
    const span = { kind: 'revision', part: 'span', start: 3, end: 9 } as const;
    expect(faultsOf({ ...span, mode: 'listed_sealed' })).toEqual([]);
    expect(faultsOf({ ...span, mode: 'hidden_sealed' })[0]?.code).toBe('restriction.span_unmarked');
    expect(faultsOf({ ...span, end: 3, mode: 'registered' })[0]?.code).toBe('restriction.span_empty');
    expect(faultsOf({ ...span, kind: 'claim', mode: 'registered' })[0]?.code).toBe(
      'restriction.span_of_revision',
    );
  });

  test.each([
    ['claim', 'record', 'listed_sealed', 'restriction.cannot_be_listed'],
    ['testimony', 'record', 'on_request', 'restriction.cannot_be_listed'],
    ['source', 'summary', 'registered', 'restriction.part_of_testimony'],
  ] as const)('not %s, %s: %s', (kind, part, mode, code) =>
    expect(faultsOf({ kind, part, mode })[0]?.code).toBe(code),
  );

  test('no place in a text but of a span', () =>
    expect(faultsOf({ kind: 'claim', part: 'record', mode: 'registered', start: 1 })[0]?.code).toBe(
      'restriction.no_span',
    ));

  test('a testimony that is to be listed is restricted in its content, everything else as a whole', () => {
    expect(partOf('testimony', 'listed_sealed', undefined)).toBe('content');
    expect(partOf('testimony', 'hidden_sealed', undefined)).toBe('record');
    expect(partOf('testimony', 'registered', 'summary')).toBe('summary');
  });

  test('levels', () => {
    expect(levelOf('registered', 9)).toBe(1);
    expect(levelOf('on_request', 9)).toBe(9);
    expect(levelOf('withdrawn', 9)).toBe(3);
  });
});

describe('until when', () => {
  test.each([
    ['2051', '2052-01-01'],
    ['2051-02', '2051-03-01'],
    ['2052-02-28', '2052-02-29'],
    ['2026-11-28', '2026-11-29'],
    ['2040/2051-12-31', '2052-01-01'],
    ['2051~', '2052-01-01'],
  ])('until %s ends on %s', (edtf, endsOn) => expect(endOf(edtf, '2026-11-28')).toEqual({ endsOn }));

  test.each([
    ['2026-11-27', 'restriction.until_past'],
    ['1945', 'restriction.until_past'],
    ['-0043', 'restriction.until_past'],
    ['2051/..', 'restriction.until_never'],
    ['2051/', 'restriction.until_never'],
  ])('not until %s', (edtf, code) => expect(endOf(edtf, '2026-11-28')).toMatchObject({ fault: { code } }));
});
