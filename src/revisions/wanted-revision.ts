import type { Fault } from '../common/fault.js';
import { invalid, notFound } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';
import type { Segmentation } from '../testimonies/passage.rules.js';

export interface WantedRevision {
  id: string;
  number: number;
  segmentation: Segmentation;
  /** Of the testimony */
  language: string;
}

// Where one may not see the latest, the latest is the last one may see.
const wanted = statement(
  'revisions.wanted',
  `SELECT v.id, v.number, v.segmentation, t.language
   FROM testimony t
   LEFT JOIN LATERAL (SELECT x.id, x.number, x.segmentation FROM revision x
     WHERE x.testimony_id = t.id AND may_read(x.access, $3::smallint[]) AND x.number = coalesce($2::integer, x.number)
     ORDER BY x.number DESC LIMIT 1) v ON true
   WHERE t.id = $1 AND may_read(t.access, $3::smallint[])`,
);

const passage = statement(
  'revisions.wanted_passage',
  'SELECT id FROM passage WHERE revision_id = $1 AND number = $2 AND may_read(access, $3::smallint[])',
);

/** A revision of a testimony by its number, the latest where none is given; a fault of `/revision` where there is none. */
export async function wantedRevision(
  activity: Activity,
  testimonyId: string,
  number: number | undefined,
): Promise<WantedRevision> {
  const values = [testimonyId, number ?? null, activity.by.clearance];
  const [found] = await activity.rows<WantedRevision | { id: null }>(wanted, values);
  if (found === undefined) throw notFound('testimony');
  if (found.id === null) throw invalid([noSuch('revision', '/revision', number)]);
  return found;
}

/** The id of a passage of a revision by its number. */
export async function wantedPassage(
  activity: Activity,
  { id }: WantedRevision,
  number: number,
): Promise<string> {
  const [found] = await activity.rows<{ id: string }>(passage, [id, number, activity.by.clearance]);
  if (found === undefined) throw invalid([noSuch('passage', '/passage', number)]);
  return found.id;
}

function noSuch(what: 'revision' | 'passage', pointer: string, number: number | undefined): Fault {
  const of = what === 'revision' ? 'the testimony' : 'the revision';
  return {
    pointer,
    code: `${what}.unknown`,
    expected: `the number of a ${what} of ${of}`,
    found: String(number ?? 'none'),
  };
}
