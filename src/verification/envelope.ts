/** What an entry of the log says (src/transparency-log/README.md), read from its text alone. */
export interface Envelope {
  table: string;
  id: string;
  version: number;
  activity: string;
  access: number | null;
  noteAccess: number | null;
  /** In microseconds since 1970 */
  time: string | null;
  /** The members of `columns` as they stand in the text; null where there are none */
  columns: string | null;
  deleted: boolean;
  erased: string[];
}

// Canonical JSON of these members has one form: no white space, members in this order, numbers without leading zeroes.
const NUMBER = '(?:0|[1-9]\\d*)';
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const CANONICAL = new RegExp(
  `^\\{(?:"access":(${NUMBER}),)?"activity":"(${UUID})"(?:,"columns":\\{([^{}]*)\\})?(,"deleted":true)?` +
    `(?:,"erased":\\[([^\\]]+)\\])?,"id":"(${UUID})"(?:,"note_access":(${NUMBER}))?,"table":"([a-z0-9_]+)"` +
    `(?:,"time":(0|-?[1-9]\\d*))?,"version":(${NUMBER})\\}$`,
);

/** @returns null where the text is not what an entry has, or not in the one form it can have */
export function readEnvelope(text: string): Envelope | null {
  const read = CANONICAL.exec(text);
  if (read === null) return null;
  const [, access, activity, columns, deleted, erased, id, noteAccess, table, time, version] = read;
  const names = erased === undefined ? [] : namesOf(erased);
  if (names === null) return null;
  return {
    table: table!,
    id: id!,
    version: Number(version),
    activity: activity!,
    access: access === undefined ? null : Number(access),
    noteAccess: noteAccess === undefined ? null : Number(noteAccess),
    time: time ?? null,
    columns: columns ?? null,
    deleted: deleted !== undefined,
    erased: names,
  };
}

/** @returns the commitments by column; null where the members are not those of canonical JSON */
export function readColumns(columns: string): Map<string, string> | null {
  const read = new Map<string, string>();
  let last = '';
  for (const member of columns.split(',')) {
    const [, name, committed] = /^"([a-z0-9_]+)":"([A-Za-z0-9+/]{43}=)"$/.exec(member) ?? [];
    if (name === undefined || name <= last) return null;
    last = name;
    read.set(name, committed!);
  }
  return read;
}

function namesOf(erased: string): string[] | null {
  const names = erased.split(',').map((name) => /^"([a-z0-9_]+)"$/.exec(name)?.[1] ?? '');
  return names.every((name, index) => name !== '' && (index === 0 || names[index - 1]! < name))
    ? names
    : null;
}
