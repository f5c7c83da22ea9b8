import type { Report } from './finding.js';
import type { Entry, LoggedRecord, LoggedVersion } from './logged-record.js';

/** What the log says of a row, once all that there is of the row was looked at. */
export function checkRecord(record: LoggedRecord, report: Report): void {
  const versions = record.versions;
  const last = versions.size === 1 ? versions.keys().next().value! : Math.max(...versions.keys());
  for (const version of versions.values()) {
    const entry = version.written ?? version.erasures[0] ?? version.access ?? version.deleted!;
    if (version.written === null) {
      report.find({
        ...about(entry),
        code: 'entry.version_missing',
        message: `The log speaks of version ${version.number} of this ${entry.envelope.table}, but has no entry that it was written.`,
      });
    }
    if (!version.isThere) tellMissing(version, entry, version.number === last, report);
    for (const erasure of version.erasures) {
      // Whether that activity was one that erases is asked of all such activities together.
      report.inform({
        code: 'redacted',
        activity: erasure.envelope.activity,
        count: erasure.envelope.erased.length,
        message: `Columns whose words were erased by activity ${erasure.envelope.activity}.`,
      });
    }
  }
  for (let number = 1; number < last; number++) {
    if (versions.has(number)) continue;
    const entry = versions.get(last)!.written ?? versions.get(last)!.access;
    report.find({
      table: entry?.envelope.table,
      id: entry?.envelope.id,
      version: number,
      code: 'version.gap',
      message: `The log has version ${last} of this ${entry?.envelope.table}, and no version ${number}.`,
    });
  }
  for (const entry of record.repeated) {
    report.find({
      ...about(entry),
      code: 'entry.twice',
      message: `The log says twice that version ${entry.envelope.version} of this ${entry.envelope.table} was written.`,
    });
  }
}

function tellMissing(version: LoggedVersion, entry: Entry, isLast: boolean, report: Report): void {
  const { table } = entry.envelope;
  report.find({
    ...about(entry),
    code: isLast && version.deleted === null ? 'row.missing' : 'history.missing',
    message:
      isLast && version.deleted === null
        ? `The log says that there is a ${table} of this id, and there is none; nothing says that it was deleted.`
        : `The log says that there was a version ${version.number} of this ${table}, and history does not have it.`,
  });
}

function about({ envelope: { table, id, version, activity } }: Entry) {
  return { table, id, version, activity };
}
