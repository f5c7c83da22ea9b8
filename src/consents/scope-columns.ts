import { Check, Column } from 'typeorm';
import { CONSENT_ACTS, type ConsentAct } from '../testimonies/rights.vocabulary.js';

/** The column of each act. */
export const ACT_COLUMNS = Object.fromEntries(
  CONSENT_ACTS.map((act) => [act, act.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
) as Record<ConsentAct, string>;

/** One column for each act, and the answers it takes. */
export function ScopeColumns(table: string, options: { default?: string; nullable?: true }): ClassDecorator {
  return (target) => {
    for (const [act, name] of Object.entries(ACT_COLUMNS)) {
      Column('text', { name, ...options })(target.prototype as object, act);
      Check(
        `ck__${table}__${name}`,
        `${name} IN ('allowed', 'conditional', 'not_mentioned', 'refused')`,
      )(target);
    }
  };
}
