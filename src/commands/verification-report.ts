import type { Finding } from '../verification/finding.js';
import type { Verification } from '../verification/verify.js';

/** @returns all of it, for programs: one document */
export function asJson({ tree, seconds, counts, byCode, information, findings }: Verification): string {
  const document = {
    clean: Object.keys(byCode).length === 0,
    treeSize: tree?.size ?? null,
    root: tree?.root ?? null,
    seconds: Number(seconds.toFixed(3)),
    counts,
    findingsByCode: byCode,
    information,
    findings,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @returns what was found, table by table, then what was looked at */
export function asText({ tree, seconds, counts, byCode, information, findings }: Verification): string {
  const lines: string[] = [];
  for (const [table, found] of byTable(findings)) {
    lines.push(table, ...found.map(line), '');
  }
  const told = findings.length;
  const all = Object.values(byCode).reduce((sum, many) => sum + many, 0);
  if (all > told) {
    lines.push(
      `… and ${all - told} more:`,
      ...Object.entries(byCode).map(([code, many]) => `  ${many} ${code}`),
      '',
    );
  }
  for (const { message, count } of information) lines.push(`Not a finding: ${message} (${count})`);
  const looked = ['entries', 'rows', 'leaves', 'checkpoints', 'links', 'texts', 'anchors']
    .filter((what) => counts[what] !== undefined)
    .map((what) => `${counts[what]!.toLocaleString('en')} ${what}`);
  lines.push(`Looked at ${looked.join(', ')} in ${seconds.toFixed(1)} s.`);
  if (tree !== null)
    lines.push(`The log has ${tree.size.toLocaleString('en')} leaves; its root is ${tree.root}.`);
  lines.push(all === 0 ? 'All of it agrees.' : `${all} ${all === 1 ? 'finding' : 'findings'}.`);
  return `${lines.join('\n')}\n`;
}

function byTable(findings: readonly Finding[]): [string, Finding[]][] {
  const tables = new Map<string, Finding[]>();
  for (const finding of findings) {
    const title = finding.table ?? 'The log and the server';
    tables.set(title, [...(tables.get(title) ?? []), finding]);
  }
  return [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
}

function line({ code, id, version, column, activity, leaf, message }: Finding): string {
  const where = [
    id === undefined ? '' : `${id}${version === undefined ? '' : ` v${version}`}`,
    column === undefined ? '' : `.${column}`,
    activity === undefined ? '' : ` (activity ${activity})`,
    leaf === undefined ? '' : ` (leaf ${leaf})`,
  ].join('');
  return `  ${code}${where === '' ? '' : `  ${where.trim()}`}\n    ${message}`;
}
