/** One thing wrong with an input: where (RFC 6901 JSON pointer relative to what was judged), a stable code, what was expected, what was found. */
export interface Fault {
  pointer: string;
  code: string;
  expected: string;
  found?: string;
}

/** `['author', 0, 'a/b']` -> `/author/0/a~1b` (RFC 6901). */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((step) => '/' + String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('');
}

/**
 * What was found, fit for an error message: quoted, cut to a readable length, and safe to send on. JSON's own
 * escapes keep a control character or half a surrogate pair visible instead of passing it through.
 */
export function shown(value: unknown, longest = 80): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(cut(value, longest));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** At most `longest` characters, never half of one; an ellipsis says that more follows. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const start = Array.from(text.slice(0, longest * 2));
  return start.length <= longest && start.join('') === text ? text : start.slice(0, longest).join('') + '…';
}
