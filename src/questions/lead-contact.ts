import { isBasisReadable } from '../access/readable-basis.js';
import type { EdtfDate } from '../common/edtf-date.js';
import { Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { isCertainlyBefore } from '../lives/life.rules.js';
import { NOW } from '../provenance/as-of.js';
import type { Activity } from '../provenance/ledger.js';

/** Why somebody must not be asked, and who has recorded it. */
interface Stop {
  id: string;
  state: 'died' | 'do_not_contact';
  name: string;
  because: string;
  isReadable: boolean;
  by: { id: string; name: string };
  at: string;
  /** The first day it held, null where that is open */
  since: string | null;
}

// Nobody may say of them that they must not be asked while a lead or an attempt is being written.
const lockPeople = statement(
  'leads.lock_people',
  `SELECT FROM agent g WHERE g.id IN (SELECT person.id FROM unnest($1::uuid[]) AS wanted (id), same_person(wanted.id)
     AS person (id)) ORDER BY g.id FOR SHARE`,
);

// By what counts for everybody: who wants to be left alone is left alone also by those who may not see where he said so.
const stops = statement(
  'leads.stops',
  `SELECT r.id, r.state, coalesce(g.name, g.description) AS name, r.because,
     may_read(r.access, $2::smallint[]) AND is_readable('agent', r.agent_id, $2::smallint[])
       AND ${isBasisReadable({ source: 'r.source_id', claim: 'r.claim_id' })} AS "isReadable",
     agent_reference(decider.id, decider.name, decider.description) AS by, a.started_at AS at,
     CASE WHEN r.held_span IS NULL THEN (a.started_at AT TIME ZONE 'UTC')::date ELSE lower(r.held_span) END::text
       AS since
   FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, position)
   JOIN agent g ON g.id = wanted.id AND may_read(g.access, $2::smallint[])
   CROSS JOIN LATERAL current_reachability(g.id, '{32767}'::smallint[], ${NOW}, NULL) r
   JOIN activity a ON a.id = r.activity_id
   JOIN agent decider ON decider.id = a.agent_id
   WHERE r.state IN ('died', 'do_not_contact')
   ORDER BY wanted.position`,
);

/** Holds fast, until the end of the activity, what is said of whether these agents can be reached. */
async function holdPeople(activity: Activity, agents: (string | null | undefined)[]): Promise<string[]> {
  const ids = agents.filter((id) => id !== null && id !== undefined);
  if (ids.length > 0) await activity.rows(lockPeople, [ids]);
  return ids;
}

/**
 * Refuses to ask those who asked to be left alone.
 * @param dead whether asking the dead is refused as well
 * @param when what was done before they said so is recorded all the same
 */
export async function refuseContact(
  activity: Activity,
  agents: (string | null | undefined)[],
  { dead, when }: { dead: boolean; when?: EdtfDate },
): Promise<void> {
  const ids = await holdPeople(activity, agents);
  if (ids.length === 0) return;
  const found = await activity.rows<Stop>(stops, [ids, activity.by.clearance]);
  const stop = found.find(({ state, since }) => {
    if (state === 'died') return dead;
    return when === undefined || !isCertainlyBefore(when, { ...when, earliest: since });
  });
  if (stop === undefined) return;
  const { id, state, name, because, isReadable, by, at } = stop;
  const said = state === 'died' ? 'has died' : 'asked not to be contacted';
  const code = state === 'died' ? 'lead.person_died' : 'lead.do_not_contact';
  if (!isReadable) throw new Problem(409, code, `${name} ${said}. Ask an archivist.`);
  throw new Problem(
    409,
    code,
    `${name} ${said}; recorded by ${by.name} on ${new Date(at).toISOString().slice(0, 10)}: ${because}`,
    { extra: { decision: { id, state, because, by, at } } },
  );
}
