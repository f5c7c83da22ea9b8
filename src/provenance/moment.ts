import { isMoment as isTime } from '../common/moment.js';
import type { Clearance } from '../common/principal.js';
import type { Fault } from '../common/fault.js';
import { invalid } from '../common/problem.js';
import { isId } from '../common/record-id.js';
import type { Queryable } from '../database/reader.js';
import { statement } from '../database/statement.js';

/**
 * A moment of the archive as SQL takes it, a bigint[] of the sequences of activities that are not seen: from the first of them on
 * none is, and none of those after it, such as '{42,39}'. `seen_at` reads it.
 */
export type Moment = `{${string}}`;

const byActivity = statement(
  'moment.of_activity',
  `SELECT ARRAY[sequence + 1]::text AS moment FROM activity WHERE id = $1 AND may_read(access, $2::smallint[])`,
);

const byTime = statement(
  'moment.of_time',
  `SELECT ARRAY[coalesce((SELECT sequence FROM activity WHERE started_at <= $1
     ORDER BY started_at DESC, sequence DESC LIMIT 1), 0) + 1]::text AS moment`,
);

/**
 * $1 the size of the tree. What the log holds below it, and nothing else: of what has a lower sequence than the last one in
 * it, some came into the log later, and some is not in the log yet. A checkpoint never parts the leaves of an activity.
 * Asked without a clearance: what is unseen is unseen by all.
 */
const byCheckpoint = statement(
  'moment.of_checkpoint',
  `SELECT (SELECT (c.last_sequence + 1 || ARRAY(
       SELECT late.sequence FROM log_sequenced late
       WHERE late.is_late AND late.first_leaf >= $1::bigint AND late.sequence < c.last_sequence
       UNION ALL
       SELECT pending.sequence FROM log_pending pending WHERE pending.sequence < c.last_sequence
       ORDER BY sequence))::text
     FROM log_checkpoint c WHERE c.tree_size = $1::bigint) AS moment,
     (SELECT max(c.tree_size) FROM log_checkpoint c WHERE c.tree_size < $1::bigint) AS below,
     (SELECT min(c.tree_size) FROM log_checkpoint c WHERE c.tree_size > $1::bigint) AS above`,
);

/** No tree is larger: what asks for one is told the largest there is. */
const LARGEST = '9223372036854775807';

/** The size of a tree: a whole number in the digits 0 to 9, as a checkpoint has it. */
export function isTreeSize(asOf: string): boolean {
  return /^(0|[1-9][0-9]*)$/.test(asOf);
}

/**
 * The moment an `asOf` names: the id of an activity, a time (RFC 3339, with its offset), or the size of the tree of a
 * checkpoint. By its activity or a time it sees all that has no higher sequence; by a checkpoint, all that is in its tree.
 * @returns null for now
 */
export async function momentAsOf(
  reader: Queryable,
  asOf: string | undefined,
  clearance: Clearance,
): Promise<Moment | null> {
  if (asOf === undefined) return null;
  if (isTreeSize(asOf)) return momentOfCheckpoint(reader, asOf);
  if (isTime(asOf) || isId(asOf)) {
    const [found] = isTime(asOf)
      ? await reader.rows<{ moment: Moment }>(byTime, [asOf])
      : await reader.rows<{ moment: Moment }>(byActivity, [asOf, clearance]);
    if (found !== undefined) return found.moment;
  }
  throw refused(asOf, {
    code: 'request.as_of_invalid',
    expected:
      'the id of an activity, a time such as 2026-11-23T12:00:00Z, or the size of the tree of a checkpoint such as 1234',
  });
}

/** @returns the archive at the size of a tree, the same for ever, whatever is written after; null where no checkpoint has it */
export async function momentOfTree(reader: Queryable, treeSize: string): Promise<Moment | null> {
  return (await treeOf(reader, treeSize)).moment;
}

async function momentOfCheckpoint(reader: Queryable, treeSize: string): Promise<Moment> {
  const { moment, below, above } = await treeOf(reader, treeSize);
  if (moment !== null) return moment;
  const nearest = [below, above].filter((size) => size !== null);
  throw refused(treeSize, {
    code: 'request.as_of_no_checkpoint',
    expected:
      nearest.length === 0
        ? 'the size of the tree of a checkpoint, of which there is none yet'
        : `the size of the tree of a checkpoint; the nearest ${nearest.length > 1 ? 'are' : 'is'} ${nearest.join(' and ')}`,
  });
}

interface Tree {
  moment: Moment | null;
  /** The nearest sizes that were signed */
  below: string | null;
  above: string | null;
}

async function treeOf(reader: Queryable, treeSize: string): Promise<Tree> {
  const [tree] = await reader.rows<Tree>(byCheckpoint, [
    treeSize.length < LARGEST.length ? treeSize : LARGEST,
  ]);
  return tree!;
}

function refused(asOf: string, fault: Pick<Fault, 'code' | 'expected'>): Error {
  return invalid([{ pointer: '/asOf', ...fault, found: JSON.stringify(asOf.slice(0, 60)) }]);
}
