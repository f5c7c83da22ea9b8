import * as fc from 'fast-check';
import { entriesPath, parseEntriesPath, parseTilePath, tilePath } from './tiles.js';

describe('the path of a tile', () => {
  test.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1234, width: 12 }, 'tile/0/x001/234.p/12'],
    [{ level: 63, index: 1_234_067, width: 256 }, 'tile/63/x001/x234/067'],
    [{ level: 1, index: 999, width: 255 }, 'tile/1/999.p/255'],
    [{ level: 1, index: 1000, width: 1 }, 'tile/1/x001/000.p/1'],
    [{ level: 2, index: Number.MAX_SAFE_INTEGER, width: 256 }, 'tile/2/x009/x007/x199/x254/x740/991'],
  ])('%j is %s', (address, path) => {
    expect(tilePath(address)).toBe(path);
    expect(parseTilePath(path)).toEqual(address);
  });

  test('is read as it was written', () => {
    fc.assert(
      fc.property(fc.nat(63), fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
        expect(parseEntriesPath(entriesPath({ index, width }))).toEqual({ index, width });
      }),
    );
  });

  test('has one form only', () => {
    for (const path of [
      '',
      'tile/0',
      'tile/0/',
      'tile/0/0',
      'tile/0/00',
      'tile/0/0000',
      'tile/00/000',
      'tile/01/000',
      'tile/64/000',
      'tile/-1/000',
      'tile/0/x000/001',
      'tile/0/x001',
      'tile/0/001/002',
      'tile/0/X001/002',
      'tile/0/000.p/0',
      'tile/0/000.p/01',
      'tile/0/000.p/256',
      'tile/0/000.p/257',
      'tile/0/000.p/-1',
      'tile/0/000.p/',
      'tile/0/000.p',
      'tile/0/x009/x007/x199/x254/x740/992',
      'tile/0/x001/x000/x000/x000/x000/x000/000',
      'tile/0/000\n',
      '/tile/0/000',
      'tile/0/000/',
      'tile/0/٠٠٠',
      'tile/entries/000',
    ]) {
      expect([path, parseTilePath(path)]).toEqual([path, null]);
    }
    for (const path of ['tile/entries', 'tile/entries/0', 'tile/0/000', 'tile/entries/000.p/256']) {
      expect([path, parseEntriesPath(path)]).toEqual([path, null]);
    }
    expect(parseEntriesPath('tile/entries/x001/234.p/12')).toEqual({ index: 1234, width: 12 });
  });
});
