import { isBetweenCharacters } from '../common/characters.js';
import { toUtf16 } from '../common/code-points.js';
import { shown } from '../common/fault.js';
import { invalid } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';
import type { Place } from './readable-text.rules.js';

/** As far as the longest character reaches. */
const AROUND = 512;

const borders = statement(
  'restricted_spans.borders',
  `SELECT substr(r.text, greatest(b.at - ${AROUND}, 0) + 1, least(b.at, ${AROUND}) + ${AROUND}) AS text
   FROM revision r, unnest($2::integer[]) WITH ORDINALITY AS b (at, n) WHERE r.id = $1 ORDER BY b.n`,
);

/** Refuses a stretch that begins or ends within a character as a reader sees it: half of one would be shown. */
export async function checkSpan(
  activity: Activity,
  revisionId: string,
  { start, end }: Place,
): Promise<void> {
  const rows = await activity.rows<{ text: string }>(borders, [revisionId, [start, end]]);
  const faults = rows.flatMap(({ text }, n) => {
    const at = [start, end][n]!;
    const border = toUtf16(text, Math.min(at, AROUND));
    if (isBetweenCharacters(text, border)) return [];
    return [
      {
        pointer: n === 0 ? '/start' : '/end',
        code: 'restriction.splits_character',
        expected: 'a border between two characters as a reader sees them',
        found: `${at}, inside a character between ${shown(text.slice(0, border).slice(-8))} and ${shown(text.slice(border, border + 8))}`,
      },
    ];
  });
  if (faults.length > 0) throw invalid(faults);
}
