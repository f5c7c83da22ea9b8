import { foldLoginName, isLoginName, passwordFault, preparedPassword } from './password.rules.js';

describe('login names', () => {
  test.each([
    'aiko',
    'a1',
    'Aiko.Yoshino@example.org',
    '吉野-愛子',
    'иван_петров',
    '𠮷田',
    'e\u0301mile',
    '٣٤',
  ])('%s will do', (name) => expect(isLoginName(name)).toBe(true));
  test.each(['', 'a', '.aiko', 'ai ko', 'aiko\n', 'aiko/', 'a'.repeat(65), '\u0301a', 'aiko\u200b', '🙂🙂'])(
    '%j will not',
    (name) => expect(isLoginName(name)).toBe(false),
  );
  test('are folded', () => {
    expect(foldLoginName('ＡＩＫＯ')).toBe('aiko');
    expect(foldLoginName('ИВАН')).toBe('иван');
    expect(foldLoginName('E\u0301mile')).toBe(foldLoginName('Émile'));
  });
});

describe('passwords', () => {
  test.each([
    'correct horse',
    '            x',
    '𠮷'.repeat(11) + 'x',
    'パスワードは長いほうがよい',
    'a'.repeat(255) + 'b',
  ])('%j will do', (password) => expect(passwordFault(password, 'aiko')).toBeNull());
  test.each([
    ['elevenchars', /12 to 256/],
    ['𠮷'.repeat(11), /12 to 256/],
    ['a'.repeat(257), /12 to 256/],
    ['aaaaaaaaaaaa', /repeated/],
    ['aikoAIKOaiko', /login name/],
    ['ａｉｋｏaikoaiko', /login name/],
  ])('%j will not', (password, why) => expect(passwordFault(password, 'aiko')).toMatch(why));
  test('are the same however they are composed', () => {
    expect(preparedPassword('カ\u3099')).toBe(preparedPassword('ガ'));
  });
});
