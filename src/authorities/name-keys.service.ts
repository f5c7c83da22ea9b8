import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { FIRST } from '../common/page.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { addNameKeys } from '../provenance/name-keys.js';
import type { NamePart } from './name-form.entity.js';

const MANY = 500;

const forget = statement('names.forget_keys', 'DELETE FROM name_key');

/** $1 the last one read, $2 how many: whatever is named, or was, by which names, and when. */
const NAMED = [
  statement(
    'names.of_agents',
    `SELECT g.sequence AS place, g.id AS owner, g.name AS value, g.activity_id AS generated FROM agent g
     WHERE g.sequence > $1 AND g.name IS NOT NULL ORDER BY g.sequence LIMIT $2`,
  ),
  statement(
    'names.of_places',
    `SELECT p.sequence AS place, p.id AS owner, p.name AS value, p.activity_id AS generated FROM place p
     WHERE p.sequence > $1 ORDER BY p.sequence LIMIT $2`,
  ),
  statement(
    'names.of_forms',
    `SELECT f.sequence AS place, coalesce(f.agent_id, f.place_id) AS owner, f.id AS form, f.value, f.parts, f.reading,
       f.activity_id AS generated
     FROM name_form f WHERE f.sequence > $1 AND f.withdrawn_because IS NULL ORDER BY f.sequence LIMIT $2`,
  ),
  statement(
    'names.of_history',
    `SELECT h.id AS place, h.record_id AS owner, h.record ->> 'name' AS value, h.generated_by AS generated, h.ended_by AS ended
     FROM history h
     WHERE h.id > $1 AND h.table_name IN ('agent', 'place') AND h.record ->> 'name' IS NOT NULL
     ORDER BY h.id LIMIT $2`,
  ),
  statement(
    'names.of_history_of_forms',
    `SELECT h.id AS place, coalesce(h.record ->> 'agent_id', h.record ->> 'place_id') AS owner, h.record_id AS form,
       h.record ->> 'value' AS value, nullif(h.record -> 'parts', 'null') AS parts, h.record ->> 'reading' AS reading,
       h.generated_by AS generated, h.ended_by AS ended
     FROM history h
     WHERE h.id > $1 AND h.table_name = 'name_form' AND h.record ->> 'withdrawn_because' IS NULL
     ORDER BY h.id LIMIT $2`,
  ),
];

interface NamedRow {
  place: string;
  owner: string;
  form?: string | null;
  value: string;
  parts?: NamePart[] | null;
  reading?: string | null;
  generated: string;
  ended?: string;
}

/** What names are found by, made anew from the names and their history: after a change of folding, or of names by hand. */
@Injectable()
export class NameKeysService {
  constructor(private readonly ledger: Ledger) {}

  /** @returns of how many names, those that were revised too */
  foldAnew(by: Attribution): Promise<number> {
    return this.ledger.record({ type: 'names.fold', by }, async (activity) => {
      // Who renames something meanwhile ends the keys that are made here, not those that are gone.
      await activity.manager.query('LOCK TABLE name_key IN SHARE ROW EXCLUSIVE MODE');
      await activity.rows(forget, []);
      let names = 0;
      for (const named of NAMED) names += await fold(activity, named);
      return names;
    });
  }
}

async function fold(activity: Activity, named: (typeof NAMED)[number]): Promise<number> {
  let names = 0;
  for (let last = FIRST; ;) {
    const rows = await activity.rows<NamedRow>(named, [last, MANY]);
    await addNameKeys(activity, ...rows.map(nameOf));
    names += rows.length;
    if (rows.length < MANY) return names;
    last = rows.at(-1)!.place;
  }
}

function nameOf({
  owner,
  form,
  value,
  parts,
  reading,
  generated,
  ended,
}: NamedRow): Parameters<typeof addNameKeys>[1] {
  return [
    { owner, ...(typeof form === 'string' ? { form } : {}) },
    { value, parts: (parts ?? []).map((part) => part.value), reading: reading ?? null },
    { generated, ended: ended ?? null },
  ];
}
