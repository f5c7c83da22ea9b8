import pg from 'pg';
import type { Captured } from './messages.js';

/** How PostgreSQL answers the statements of a work: time, pages touched, and by which ways it found the rows. */
export async function explain(
  readerUrl: string,
  captured: Record<string, Captured[]>,
  say: (line: string) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: readerUrl });
  await client.connect();
  try {
    for (const [key, statements] of Object.entries(captured)) {
      // Writes cannot be explained without doing them.
      if (key === 'record' || key === 'answered') continue;
      for (const statement of statements) await explainOne(client, key, statement, say);
    }
  } finally {
    await client.end();
  }
}

async function explainOne(
  client: pg.Client,
  key: string,
  { name, text, values }: Captured,
  say: (line: string) => void,
): Promise<void> {
  let lines: string[] = [];
  // The second time: what is asked for is in memory by then, as it is when measured.
  for (let time = 0; time < 2; time += 1) {
    const { rows } = await client.query<Record<string, string>>({
      text: `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) ${text}`,
      values,
    });
    lines = rows.map((row) => row['QUERY PLAN']!);
  }
  const ways = new Map<string, number>();
  for (const line of lines) {
    const way =
      /(Index Only Scan|Index Scan|Bitmap Index Scan) (?:Backward )?(?:using|on) (\S+)|(Seq Scan) on (\S+)|(Hash Join|Merge Join|Memoize)/.exec(
        line,
      );
    if (way === null) continue;
    const label = way.slice(1).filter(Boolean).join(' ');
    ways.set(label, (ways.get(label) ?? 0) + 1);
  }
  const find = (pattern: RegExp): string => lines.find((line) => pattern.test(line))?.trim() ?? '';
  say(`\n${key}: ${name ?? text.slice(0, 60)}`);
  say(`  ${find(/^Planning Time/)}, ${find(/^Execution Time/)}, ${find(/Buffers: /)}`);
  for (const [way, many] of ways) say(`  ${many > 1 ? `${many} x ` : ''}${way}`);
}
