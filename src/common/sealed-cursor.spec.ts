import { openCursor, sealCursor } from './sealed-cursor.js';

describe('a sealed cursor', () => {
  test.each(['0', '9223372036854775807', '12 せじま', 'x'.repeat(500)])(
    'opens to what was sealed: %s',
    (place) => {
      expect(openCursor(sealCursor(place))).toBe(place);
      expect(sealCursor(place)).toBe(sealCursor(place));
    },
  );

  test('tells nothing of the number it holds', () => {
    const [one, next] = [sealCursor('41'), sealCursor('42')];
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('41');
    expect(one.slice(0, 8)).not.toBe(next.slice(0, 8));
  });

  test('that is none, or was changed, opens to nothing', () => {
    const good = sealCursor('41');
    const changed = `${good.slice(0, -2)}${good.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const cursor of ['', 'NDE', 'x'.repeat(200), changed, good.slice(0, -4), '🙂']) {
      expect([cursor, openCursor(cursor)]).toEqual([cursor, null]);
    }
  });
});
