import type { Finding, Report } from './finding.js';
import type { Session, Value } from './session.js';

interface Question {
  code: string;
  sql: string;
  tell: (...values: Value[]) => Omit<Finding, 'code'>;
}

/** Where activities stand in the log: without gaps, each once, and none left out. */
const QUESTIONS: Question[] = [
  {
    code: 'sequence.gap',
    sql: `SELECT activity_id, first_leaf, before FROM (
        SELECT activity_id, first_leaf, coalesce(lag(next_leaf) OVER (ORDER BY first_leaf), 0) AS before
        FROM public.log_sequenced) q
      WHERE first_leaf <> before`,
    tell: (activity, first, before) => ({
      activity: activity!,
      leaf: Number(before),
      message: `Activity ${activity} stands in the log from leaf ${first} on; the one before it ends at ${before}.`,
    }),
  },
  {
    code: 'sequence.tail_differs',
    sql: `SELECT q.next_leaf, c.tree_size FROM
        (SELECT coalesce(max(next_leaf), 0) AS next_leaf FROM public.log_sequenced) q,
        (SELECT coalesce(max(tree_size), 0) AS tree_size FROM public.log_checkpoint) c
      WHERE q.next_leaf <> c.tree_size`,
    tell: (next, size) => ({
      leaf: Number(next),
      message: `The last activity in the log ends at leaf ${next}, and the last checkpoint is of ${size} leaves.`,
    }),
  },
  {
    code: 'sequence.activity_differs',
    sql: `SELECT q.activity_id, q.first_leaf, q.sequence, a.sequence
      FROM public.log_sequenced q LEFT JOIN public.activity a ON a.id = q.activity_id
      WHERE a.sequence IS DISTINCT FROM q.sequence`,
    tell: (activity, first, sequence, there) => ({
      activity: activity!,
      leaf: Number(first),
      message:
        there === null
          ? `Activity ${activity} stands in the log, and the archive does not have it.`
          : `Activity ${activity} stands in the log as number ${sequence}; the archive has it as ${there}.`,
    }),
  },
  {
    code: 'activity.unsequenced',
    sql: `SELECT e.activity_id, count(*) FROM public.log_entry e
      WHERE NOT EXISTS (SELECT FROM public.log_sequenced q WHERE q.activity_id = e.activity_id)
        AND NOT EXISTS (SELECT FROM public.log_pending p WHERE p.activity_id = e.activity_id)
      GROUP BY e.activity_id`,
    tell: (activity, many) => ({
      activity: activity!,
      message: `The ${many} entries of activity ${activity} are not in the log, and do not wait for it.`,
    }),
  },
  {
    code: 'activity.pending_twice',
    sql: `SELECT p.activity_id FROM public.log_pending p JOIN public.log_sequenced q USING (activity_id)`,
    tell: (activity) => ({
      activity: activity!,
      message: `Activity ${activity} waits for the log, and is in it already.`,
    }),
  },
];

export async function checkSequence(session: Session, report: Report): Promise<void> {
  for (const { code, sql, tell } of QUESTIONS) {
    for await (const batch of session.batches(sql)) {
      for (const row of batch) report.find({ code, ...tell(...row) });
    }
  }
  const [[pending]] = (await session.rows(
    `SELECT count(*) FROM public.log_entry e JOIN public.log_pending p ON p.activity_id = e.activity_id`,
  )) as [[string]];
  if (pending !== '0') {
    report.inform({
      code: 'pending',
      count: Number(pending),
      message: 'Entries that are committed and not in the tree yet; they were compared with their rows.',
    });
  }
}

/** Whoever an envelope names as having erased words must have been somebody who erased, decided by two. */
export async function checkRedactions(
  session: Session,
  activities: readonly string[],
  report: Report,
): Promise<void> {
  for (let first = 0; first < activities.length; first += 1000) {
    const some = activities.slice(first, first + 1000).map((id) => `('${id}'::uuid)`);
    const rows = await session.rows(`SELECT x.id, a.type FROM (VALUES ${some.join(', ')}) x (id)
      LEFT JOIN public.activity a ON a.id = x.id
      WHERE a.type IS DISTINCT FROM 'record.erase' OR NOT EXISTS (
        SELECT FROM public.erasure_decision d WHERE d.activity_id = x.id AND d.outcome = 'executed')`);
    for (const [activity, type] of rows) {
      report.find({
        code: 'entry.unfounded_redaction',
        activity: activity!,
        message:
          `The log says that words were erased by activity ${activity}, which was ` +
          (type === null
            ? 'none.'
            : type === 'record.erase'
              ? 'an erasure that nobody decided on.'
              : `no erasure but ${type}.`),
      });
    }
  }
}
