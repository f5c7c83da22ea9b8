/** A body of which one part was replaced by something that has no business there. */
export interface Mutation {
  /** RFC 6901: which part */
  pointer: string;
  what: string;
  changed: object;
}

type Replacement = [what: string, value: unknown];

const STRANGERS: Replacement[] = [
  ['a number', 7],
  ['true', true],
  ['a text', '𠮷'],
  ['a list', ['x']],
  ['an empty list', []],
  ['an object', { x: 1 }],
  ['a list in a list', [[]]],
  ['NUL', 'a\u0000'],
  ['half a pair', '\udfb7'],
];

/** Every part of a body, replaced in turn by all that is of another type, or by text that cannot be kept. */
export function* mutations(body: object, replacements = STRANGERS): Generator<Mutation> {
  for (const path of paths(body)) {
    const original = at(body, path);
    for (const [what, value] of replacements) {
      const isText = typeof value === 'string' && value === '𠮷';
      if (typeOf(original) === typeOf(value) && value !== null && (isText || typeof value !== 'string'))
        continue;
      const changed = structuredClone(body);
      const parent = at(changed, path.slice(0, -1)) as Record<string | number, unknown>;
      parent[path.at(-1) as string] = value;
      yield { pointer: path.map((step) => `/${step}`).join(''), what, changed };
    }
  }
}

/** Whether a fault at one pointer tells of a part: it is there, within it, or names what contains it. */
export function pointsInto(fault: string, part: string): boolean {
  return fault !== '' && (`${fault}/`.startsWith(`${part}/`) || `${part}/`.startsWith(`${fault}/`));
}

function* paths(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    yield* paths(member, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

function at(value: unknown, path: (string | number)[]): unknown {
  return path.reduce<unknown>((found, step) => (found as Record<string | number, unknown>)[step], value);
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}
