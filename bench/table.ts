import type { Comparison, Figures } from './measure.js';
import type { Work } from './works.js';

export interface Row {
  work: Work;
  connections: number;
  comparison: Comparison;
}

const HEAD = [
  'work',
  'conn.',
  'bare/s',
  'ours/s',
  'ratio (rounds)',
  'limit',
  'bare p50 / p99 ms',
  'ours p50 / p99 ms',
  'CPU ms bare: node + pg',
  'ours: node + pg',
];

/** A table in Markdown, which is also how it looks on a terminal. */
export function table(rows: Row[]): string {
  const cells = rows.map(({ work, connections, comparison: { bare, ours, ratio, lowest, highest } }) => [
    work.title,
    String(connections),
    perSecond(bare),
    perSecond(ours),
    `${times(ratio)} (${lowest.toFixed(2)}-${highest.toFixed(2)})`,
    limit(work, connections, ratio, ours.p50),
    latency(bare),
    latency(ours),
    cpu(bare),
    cpu(ours),
  ]);
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...cells.map((row) => row[column]!.length)),
  );
  const line = (row: string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? `${'-'.repeat(width + 2)}` : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(HEAD), rule, ...cells.map(line)].join('\n');
}

function limit({ limit: least, longest }: Work, connections: number, ratio: number, p50: number): string {
  const met = (is: boolean): string => (is ? 'met' : 'NOT MET');
  if (least !== null) return `>= ${times(least)} ${met(ratio >= least)}`;
  return longest === undefined || connections > 1 ? '-' : `p50 <= ${longest} ms ${met(p50 <= longest)}`;
}

function perSecond({ perSecond: speed }: Figures): string {
  return speed >= 100 ? Math.round(speed).toLocaleString('en') : speed.toFixed(1);
}

/** Never rounded up: 0.899 is not 0.90. */
function times(ratio: number): string {
  return `${(Math.floor(ratio * 100) / 100).toFixed(2)}x`;
}

function latency({ p50, p99 }: Figures): string {
  return `${p50.toFixed(2)} / ${p99.toFixed(2)}`;
}

function cpu({ serverCpu, postgresCpu }: Figures): string {
  return `${serverCpu.toFixed(2)} + ${postgresCpu?.toFixed(2) ?? '?'}`;
}
