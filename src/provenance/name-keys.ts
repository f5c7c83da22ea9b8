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

/** The activities between which a name stood; `ended` is null where it stands. */
export interface Stood {
  generated: string;
  ended: string | null;
}

// Software is no subject of testimony, and nobody looks for it.
const insertKeys = statement(
  'names.insert_keys',
  `INSERT INTO name_key (kind, owner_id, name_form_id, way, key, activity_id, ended_by)
   SELECT owner.kind, wanted.owner_id, wanted.form_id, wanted.way, wanted.key,
     coalesce(wanted.generated_by, current_activity()), wanted.ended_by
   FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[])
     AS wanted (owner_id, form_id, way, key, generated_by, ended_by)
   CROSS JOIN LATERAL (
     SELECT g.kind FROM agent g WHERE g.id = wanted.owner_id AND g.kind <> 'software'
     UNION ALL SELECT 'place' FROM place p WHERE p.id = wanted.owner_id OFFSET 0) owner`,
);

const endKeys = statement(
  'names.end_keys',
  `UPDATE name_key SET ended_by = current_activity()
   WHERE owner_id = $1 AND name_form_id IS NOT DISTINCT FROM $2::uuid AND ended_by IS NULL`,
);

/** Makes names such that are found: as of now, or of when they stood. */
export async function addNameKeys(
  { rows }: Activity,
  ...names: [record: NamedRecord, name: WrittenName, stood?: Stood][]
): Promise<void> {
  const keys = names.flatMap(([{ owner, form }, name, stood]) =>
    keysOf(name).map(([way, key]) => ({ owner, form: form ?? null, way, key, stood })),
  );
  if (keys.length === 0) return;
  await rows(insertKeys, [
    keys.map(({ owner }) => owner),
    keys.map(({ form }) => form),
    keys.map(({ way }) => way),
    keys.map(({ key }) => key),
    keys.map(({ stood }) => stood?.generated ?? null),
    keys.map(({ stood }) => stood?.ended ?? null),
  ]);
}

function keysOf({ value, parts, reading }: WrittenName): [way: 'value' | 'reading', key: string][] {
  const written = nameKeys(value, parts);
  const read = reading === undefined || reading === null ? [] : nameKeys(reading);
  // A form in kana is its own reading.
  const apart = read.filter((key) => !written.includes(key));
  return [
    ...written.map((key): ['value', string] => ['value', key]),
    ...apart.map((key): ['reading', string] => ['reading', key]),
  ];
}

/** A name is found no more, but as of before. */
export async function endNameKeys({ rows }: Activity, { owner, form }: NamedRecord): Promise<void> {
  await rows(endKeys, [owner, form ?? null]);
}

/** A name was put in the place of another. */
export async function replaceNameKeys(
  activity: Activity,
  record: NamedRecord,
  name: WrittenName,
): Promise<void> {
  await endNameKeys(activity, record);
  await addNameKeys(activity, [record, name]);
}
