import { jsonPointer, shown } from './fault.js';

describe('jsonPointer', () => {
  it('names a place by RFC 6901', () => {
    expect(jsonPointer([])).toBe('');
    expect(jsonPointer(['author', 0, 'family'])).toBe('/author/0/family');
    expect(jsonPointer(['a/b', 'c~d', ''])).toBe('/a~1b/c~0d/');
  });
});

describe('shown', () => {
  it('quotes text and leaves numbers, booleans and null as they are', () => {
    expect(shown('吉野')).toBe('"吉野"');
    expect(shown(1900)).toBe('1900');
    expect(shown(null)).toBe('null');
    expect(shown(undefined)).toBe('nothing');
  });

  it('says of lists and objects only what they are', () => {
    expect(shown([])).toBe('an empty list');
    expect(shown([1, 2])).toBe('a list of 2');
    expect(shown({ a: 1 })).toBe('an object');
  });

  it('cuts long text between characters, never inside one', () => {
    expect(shown('𠮷'.repeat(5), 3)).toBe('"𠮷𠮷𠮷…"');
    expect(shown('𠮷'.repeat(3), 3)).toBe('"𠮷𠮷𠮷"');
    expect(shown('x'.repeat(81))).toBe(JSON.stringify('x'.repeat(80) + '…'));
  });

  it('makes what cannot be stored visible', () => {
    expect(shown('a\u0000b')).toBe('"a\\u0000b"');
    expect(shown('\ud842')).toBe('"\\ud842"');
  });
});
