/** What a cookie of ours is set with: for this whole site and no other, and out of reach of scripts. */
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';

/**
 * By HTTPS the browser itself keeps others from setting it: it takes a name with `__Host-` only from this very host, and
 * only with Secure. Without HTTPS, which is for localhost, there is no such name.
 */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/** @returns a Set-Cookie header; an empty value with an age of 0 takes the cookie away */
export function setCookie(
  name: string,
  value: string,
  { secure, seconds }: { secure: boolean; seconds: number },
): string {
  return `${cookieName(name, secure)}=${value}; ${ATTRIBUTES}; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
}

/** The value of a cookie (RFC 6265), or null. Where there are two of the name, neither is ours to choose. */
export function cookieOf(header: string | undefined, name: string): string | null {
  if (header === undefined) return null;
  const found = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]!.slice(name.length + 1) : null;
}
