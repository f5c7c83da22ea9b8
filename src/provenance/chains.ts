import { invalid } from '../common/problem.js';
import { type Statement, statement } from '../database/statement.js';
import { LONGEST_CHAIN, longestChain, type Step, wayBetween } from './chain.rules.js';
import type { Activity } from './ledger.js';

/** A kind of steps that must never lead in a circle, and how they are found. */
export interface Chains {
  /** First part of the codes of its faults */
  noun: string;
  lock: Statement;
  above: Statement;
  below: Statement;
  /**
   * Whether a circle is refused only where the writer sees all of it. A refusal would tell of the rest; those who see it find the
   * circle told where they look at what bears a claim.
   */
  onlyAsSeen: boolean;
}

/**
 * @param noun what a step is, such as `descent`
 * @param up SQL that gives `kind`, `id`, `access` of what the record `walk.id` leads to
 * @param down SQL that gives `id` of what leads to the record `walk.id`, and `steps`, by how many steps; $2 the clearance
 */
export function chains(noun: string, up: string, down: string, { onlyAsSeen = false } = {}): Chains {
  return {
    noun,
    onlyAsSeen,
    // Two steps that together close a circle would not see each other.
    lock: statement(
      `${noun}.lock_chains`,
      `SELECT pg_advisory_xact_lock(hashtextextended('${noun}.chains', 0))`,
    ),
    above: statement(
      `${noun}.chains_above`,
      `WITH RECURSIVE walk (id) AS (
         SELECT $1::uuid
         UNION
         SELECT step.id FROM walk, LATERAL (${up}) step
       )
       SELECT walk.id AS "from", step.kind, step.id AS "to",
         may_read(step.access, $2::smallint[]) AND is_readable(step.kind, step.id, $2::smallint[]) AS "isVisible"
       FROM walk, LATERAL (${up}) step`,
    ),
    below: statement(
      `${noun}.chains_below`,
      `WITH RECURSIVE walk (id, depth) AS (
         SELECT $1::uuid, 0
         UNION
         SELECT step.id, walk.depth + step.steps FROM walk, LATERAL (${down}) step
         WHERE walk.depth <= ${LONGEST_CHAIN} AND $2::smallint[] IS NOT NULL
       )
       SELECT max(depth) AS longest FROM walk`,
    ),
  };
}

const describeRecords = statement(
  'chains.records',
  `SELECT n.kind, n.id, record_label(n.kind, n.id, n.label, $3::smallint[]) AS label
   FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS wanted (kind, id, position)
   JOIN LATERAL (SELECT * FROM record r WHERE r.kind = wanted.kind AND r.id = wanted.id LIMIT 1) n
     ON may_read(n.access, $3::smallint[])
   ORDER BY wanted.position`,
);

export interface RecordOfChain {
  kind: string;
  id: string;
}

/** Until this activity ends, nobody else adds a step. */
export async function lockChains(activity: Activity, { lock }: Chains): Promise<void> {
  await activity.rows(lock, []);
}

/**
 * Refuses a step that would close a circle, and one that would make a chain too long; lockChains() comes first.
 * Where the way back is not wholly the writer's to see, the circle is told by its two ends alone.
 * @param pointer the field of the request that names what the step leads to
 */
export async function refuseCircle(
  activity: Activity,
  { noun, above, below, onlyAsSeen }: Chains,
  from: RecordOfChain,
  to: RecordOfChain,
  pointer: string,
): Promise<void> {
  const { clearance } = activity.by;
  const all = await activity.rows<Step>(above, [to.id, clearance]);
  const steps = onlyAsSeen ? all.filter(({ isVisible }) => isVisible) : all;
  const isCircle = wayBetween(steps, to.id, from.id) !== null;
  if (isCircle) {
    const seen = steps.filter(({ isVisible }) => isVisible);
    const back = wayBetween(seen, to.id, from.id) ?? [to.id];
    const kinds = new Map([...steps.map((step) => [step.to, step.kind] as const), [to.id, to.kind]]);
    const ids = [from.id, ...back.filter((id) => id !== from.id)];
    const path = await activity.rows(describeRecords, [
      ids.map((id) => (id === from.id ? from.kind : kinds.get(id))),
      ids,
      clearance,
    ]);
    const expected = 'something that does not lead back here itself';
    throw invalid([{ pointer, code: `${noun}.cycle`, expected, found: 'a way back' }], { path });
  }
  const [reached] = await activity.rows<{ longest: number }>(below, [from.id, clearance]);
  const length = (reached?.longest ?? 0) + 1 + longestChain(steps, to.id);
  if (length > LONGEST_CHAIN) {
    throw invalid([
      {
        pointer,
        code: `${noun}.too_deep`,
        expected: `a chain of at most ${LONGEST_CHAIN} steps`,
        found: 'a longer one',
      },
    ]);
  }
}
