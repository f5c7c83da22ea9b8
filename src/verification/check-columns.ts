import { readColumns } from './envelope.js';
import { commitment } from './hashes.js';
import { type Entry, envelopesOf, type LoggedVersion } from './logged-record.js';
import { FIRST_COLUMN, type LoggedTable } from './logged-tables.js';
import type { Finding, Report } from './finding.js';
import type { Row } from './session.js';

/** Where a version of a row is kept. */
export type Place = 'row' | 'history';

/**
 * Whether the columns of a version are those that were committed to: all of them by the newest envelope, and by the earlier ones
 * those that were not erased since.
 * @returns whether it commits to all the columns that the table has, and all are as they were
 */
export function checkColumns(
  table: LoggedTable,
  row: Row,
  version: LoggedVersion,
  place: Place,
  report: Report,
): boolean {
  const envelopes = envelopesOf(version);
  const newest = envelopes.at(-1);
  if (newest === undefined) return false;
  const about = { table: table.name, id: newest.envelope.id, version: version.number };
  if (envelopes.length === 1 && newest.salt !== null && newest.salts === null) {
    // What every row goes through: the members of the envelope made anew are what is there, or one looks closer.
    if (newest.envelope.columns === membersOf(table, row, newest.salt)) return true;
  }
  const erasedLater = new Set<string>();
  for (const entry of [...envelopes].reverse()) {
    checkSalts(entry, erasedLater, about, report);
    checkOneByOne(table, row, entry, { about, place, isNewest: entry === newest, erasedLater }, report);
    for (const column of entry.envelope.erased) erasedLater.add(column);
  }
  return false;
}

function membersOf(table: LoggedTable, row: Row, salt: Buffer): string {
  let members = '';
  for (let index = 0; index < table.columns.length; index++) {
    const { name, salts } = table.columns[index]!;
    members += `${index === 0 ? '"' : ',"'}${name}":"${commitment(salts.of(salt), row[FIRST_COLUMN + index]!)}"`;
  }
  return members;
}

/** Salts are there as long as their words are, and no longer. */
function checkSalts(entry: Entry, erasedLater: Set<string>, about: Partial<Finding>, report: Report): void {
  const found = { ...about, activity: entry.envelope.activity };
  const of = `of version ${about.version} of this ${about.table}`;
  if (erasedLater.size === 0) {
    if (entry.salt !== null && entry.salts === null) return;
    report.find({
      ...found,
      code: 'entry.salt_missing',
      message: `The salt ${of} is gone, though the log names nothing of it as erased: its columns cannot be verified.`,
    });
    return;
  }
  const left =
    entry.salt !== null
      ? [...erasedLater]
      : [...erasedLater].filter((column) => entry.salts?.[column] !== undefined);
  for (const column of left) {
    report.find({
      ...found,
      column,
      code: 'entry.salt_left',
      message: `${column} ${of} was erased, and what it was committed with is still there: its words could be guessed.`,
    });
  }
}

interface Circumstances {
  about: Partial<Finding>;
  place: Place;
  isNewest: boolean;
  erasedLater: Set<string>;
}

function checkOneByOne(
  table: LoggedTable,
  row: Row,
  entry: Entry,
  { about, place, isNewest, erasedLater }: Circumstances,
  report: Report,
): void {
  const committed = readColumns(entry.envelope.columns!);
  const found = { ...about, activity: entry.envelope.activity };
  if (committed === null) {
    report.find({
      ...found,
      code: 'entry.not_canonical',
      message: 'The columns of this entry are not written as canonical JSON.',
    });
    return;
  }
  if (isNewest) report.commits(table.name, [...committed.keys()]);
  table.columns.forEach(({ name, salts }, index) => {
    const value = row[FIRST_COLUMN + index]!;
    const was = committed.get(name);
    committed.delete(name);
    if (was === undefined) {
      // A column that came later says nothing of the rows of before as long as it is empty.
      if (value === null || !isNewest) return;
      report.find({
        ...found,
        column: name,
        code: `${place}.column_uncommitted`,
        message: `${name} of this ${table.name} holds something, and its entry in the log does not commit to that column.`,
      });
      return;
    }
    if (erasedLater.has(name)) return;
    const salt = saltOf(entry, name, salts.of.bind(salts));
    if (salt === null) {
      if (erasedLater.size > 0) {
        report.find({
          ...found,
          column: name,
          code: 'entry.salt_missing',
          message: `What ${name} of this ${table.name} was committed with is gone, though it was not erased.`,
        });
      }
    } else if (commitment(salt, value) !== was) {
      report.find({
        ...found,
        column: name,
        code: `${place}.column_differs`,
        message:
          `${name} of ${place === 'row' ? '' : 'what history keeps of '}version ${about.version} of this ${table.name} ` +
          'is not what the log says was written.',
      });
    }
  });
  for (const name of isNewest ? committed.keys() : []) {
    report.find({
      ...found,
      column: name,
      code: `${place}.column_missing`,
      message: `The log says that this ${table.name} has ${name}, a column that the table does not have.`,
    });
  }
}

function saltOf(entry: Entry, column: string, salted: (salt: Buffer) => string): string | null {
  if (entry.salt !== null) return salted(entry.salt);
  const own = entry.salts?.[column];
  return typeof own === 'string' ? Buffer.from(own, 'base64').toString('latin1') : null;
}
