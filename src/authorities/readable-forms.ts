import { isBasisReadable } from '../access/readable-basis.js';

/**
 * SQL that says whether one may see a form of a name: itself, and the source it was found in. Whether one may see
 * whose name it is, is asked apart.
 * @param form what the row is called
 * @param clearance the parameter that holds it, such as `$2`
 */
export function isFormReadable(form: string, clearance: string): string {
  const basis = { source: `${form}.source_id` };
  return `may_read(${form}.access, ${clearance}::smallint[]) AND ${isBasisReadable(basis, clearance)}`;
}
