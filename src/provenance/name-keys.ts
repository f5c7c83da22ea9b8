import { nameKeys } from '../common/name-folding.js';
import { statement } from '../database/statement.js';
import type { Activity } from './ledger.js';

/** A name as somebody wrote it. */
export interface WrittenName {
  value: string;
  /** Its words, where it is written without spaces */
  parts?: string[];
  /** In kana, typed by a person */
  reading?: string | null;
}

/** Whose a name is, and of which form; without one it is the name of the record itself. */
export interface NamedRecord {
  /** Of an agent or a place */
  owner: string;
  form?: string;
}

// Software is no subject of testimony, and nobody looks for it.
const insertKeys = statement(
  'names.insert_keys',
  `INSERT INTO name_key (kind, owner_id, name_form_id, way, key)
   SELECT owner.kind, $1, $2, wanted.way, wanted.key
   FROM unnest($3::text[], $4::text[]) AS wanted (way, key)
   CROSS JOIN (SELECT g.kind FROM agent g WHERE g.id = $1 AND g.kind <> 'software'
     UNION ALL SELECT 'place' FROM place p WHERE p.id = $1) owner`,
);

const deleteKeys = statement(
  'names.delete_keys',
  'DELETE FROM name_key WHERE owner_id = $1 AND name_form_id IS NOT DISTINCT FROM $2::uuid',
);

/** Makes a name that was just recorded one that is found. */
export async function addNameKeys(
  { rows }: Activity,
  { owner, form }: NamedRecord,
  { value, parts, reading }: WrittenName,
): Promise<void> {
  const written = nameKeys(value, parts);
  const read = reading === undefined || reading === null ? [] : nameKeys(reading);
  // A form in kana is its own reading.
  const apart = read.filter((key) => !written.includes(key));
  const keys = [...written, ...apart];
  if (keys.length === 0) return;
  const ways = [...written.map(() => 'value'), ...apart.map(() => 'reading')];
  await rows(insertKeys, [owner, form ?? null, ways, keys]);
}

/** A name is found no more. */
export async function removeNameKeys({ rows }: Activity, { owner, form }: NamedRecord): Promise<void> {
  await rows(deleteKeys, [owner, form ?? null]);
}

/** A name was put in the place of another. */
export async function replaceNameKeys(
  activity: Activity,
  record: NamedRecord,
  name: WrittenName,
): Promise<void> {
  await removeNameKeys(activity, record);
  await addNameKeys(activity, record, name);
}
