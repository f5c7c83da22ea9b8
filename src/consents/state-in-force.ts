import { isDeepStrictEqual } from 'node:util';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import type { Activity } from '../provenance/ledger.js';
import { CONSENT_ACTS } from '../testimonies/rights.vocabulary.js';
import { ConsentInForceEntity } from './consent-in-force.entity.js';
import { type ConsentRow, ruleColumns, scopeObject } from './consent-rows.js';
import { actsInForce, inForceOn } from './consent.rules.js';

// Whoever may see what: what is in force is so for everybody.
const events = statement(
  'consents.rule_rows',
  `SELECT ${ruleColumns}
   FROM consent c LEFT JOIN consent_revocation x ON x.consent_id = c.id
   WHERE c.testimony_id = $1 ORDER BY c.sequence`,
);

interface TestimonyRow {
  access: number;
  narrators: string[];
  today: string;
  /** What was in force until now; null where nothing was ever */
  scope: object | null;
  conditions: object[] | null;
}

const testimony = statement(
  'consents.testimony',
  `SELECT t.access, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today, ${scopeObject} AS scope, c.conditions,
     ARRAY(SELECT b.agent_id FROM contribution b WHERE b.testimony_id = t.id AND b.role = 'narrator') AS narrators
   FROM testimony t LEFT JOIN consent_in_force_at(t.id, '{32767}'::smallint[], ${NOW}) c ON true
   WHERE t.id = $1`,
);

/** Writes down what is in force from now on, where that has changed. The testimony must be locked. */
export async function stateInForce({ rows, manager }: Activity, testimonyId: string): Promise<void> {
  const [recorded, [before]] = [
    await rows<ConsentRow>(events, [testimonyId]),
    await rows<TestimonyRow>(testimony, [testimonyId]),
  ];
  const { access, narrators, today, ...was } = before!;
  const scope =
    actsInForce(recorded, narrators, today) ?? Object.fromEntries(CONSENT_ACTS.map((act) => [act, null]));
  const conditions = inForceOn(recorded, today).flatMap(({ shown }) => shown ?? []);
  if (isDeepStrictEqual({ scope, conditions }, { scope: was.scope, conditions: was.conditions ?? [] }))
    return;
  await manager.insert(ConsentInForceEntity, { testimonyId, ...scope, conditions, access });
}
