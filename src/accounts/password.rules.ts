/** Letters and digits of any script, and what joins them. Kept folded, so that no two are told apart by capitals alone. */
const LOGIN_NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]{1,63}$/u;

export function foldLoginName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

export function isLoginName(name: string): boolean {
  return LOGIN_NAME.test(foldLoginName(name));
}

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;

/** One keyboard composes ガ, another sends カ and a mark: it is the same password (RFC 8265, OpaqueString). */
export function preparedPassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * Length is what counts; which characters is nobody's business. Only what would be tried first is refused.
 * @returns what was expected instead, or null where the password will do
 */
export function passwordFault(password: string, loginName: string | null): string | null {
  const characters = [...preparedPassword(password)];
  if (characters.length < SHORTEST_PASSWORD || characters.length > LONGEST_PASSWORD) {
    return `${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`;
  }
  if (new Set(characters).size === 1) return 'more than one character, repeated';
  const withoutName = foldLoginName(password).replaceAll(loginName ?? '\n', '');
  if (withoutName.length === 0) return 'something else than the login name';
  return null;
}
