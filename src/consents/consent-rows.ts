import { CONSENT_ACTS } from '../testimonies/rights.vocabulary.js';
import type { ConsentEvent } from './consent.rules.js';
import { ACT_COLUMNS } from './scope-columns.js';

/** An event, and the conditions of it that everybody may read. */
export interface ConsentRow extends ConsentEvent {
  shown: { text: string; language: string } | null;
}

export const scopeObject = `json_build_object(${CONSENT_ACTS.map((act) => `'${act}', c.${ACT_COLUMNS[act]}`).join(', ')})`;

/** Days of four digits, so that they are in the order of their letters. */
const day = (date: string): string => `to_char(greatest(${date}, date '0001-01-01'), 'YYYY-MM-DD')`;

/** Nothing is recorded before it happened: what has no date, or might be later, is of that day at the latest. */
const recordedOn = (activity: string): string =>
  `(SELECT (a.started_at AT TIME ZONE 'UTC')::date FROM activity a WHERE a.id = ${activity})`;

/** Of an event `c`, and its revocation `x`, joined to the left: what the rules go by. Of two days it can be, the stricter. */
export const ruleColumns = `c.id, c.instrument = 'none_found' AS "isNone", ${scopeObject} AS scope,
  CASE WHEN c.narrator_id IS NOT NULL THEN c.narrator_id::text WHEN c.role <> 'rights_holder'
    THEN 'signer ' || coalesce(c.signer_id::text, c.signer_words) END AS party,
  c.supersedes_id AS supersedes,
  ${day(`least(upper(c.signed_span) - 1, ${recordedOn('c.activity_id')})`)} AS since,
  CASE WHEN x.id IS NOT NULL THEN
    ${day(`least(CASE WHEN x.revoked_span IS NOT NULL THEN coalesce(lower(x.revoked_span), '-infinity') END,
      ${recordedOn('x.activity_id')})`)} END AS revoked,
  CASE WHEN c.conditions_shown THEN json_build_object('text', c.conditions, 'language', c.conditions_language) END AS shown`;
