import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { FIRST } from '../common/page.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { addNameKeys, type NamedRecord, type WrittenName } from '../provenance/name-keys.js';
import type { NamePart } from './name-form.entity.js';

const MANY = 500;

const forget = statement('names.forget_keys', 'DELETE FROM name_key');

/** $1 the last one read, $2 how many: whatever is named, and by which names. */
const NAMED = [
  statement(
    'names.of_agents',
    `SELECT g.sequence, g.id AS owner, g.name AS value FROM agent g
     WHERE g.sequence > $1 AND g.name IS NOT NULL ORDER BY g.sequence LIMIT $2`,
  ),
  statement(
    'names.of_places',
    `SELECT p.sequence, p.id AS owner, p.name AS value FROM place p
     WHERE p.sequence > $1 ORDER BY p.sequence LIMIT $2`,
  ),
  statement(
    'names.of_forms',
    `SELECT f.sequence, coalesce(f.agent_id, f.place_id) AS owner, f.id AS form, f.value, f.parts, f.reading
     FROM name_form f WHERE f.sequence > $1 AND f.withdrawn_because IS NULL ORDER BY f.sequence LIMIT $2`,
  ),
];

interface NamedRow {
  sequence: string;
  owner: string;
  form?: string;
  value: string;
  parts?: NamePart[] | null;
  reading?: string | null;
}

/** What names are found by, made anew from the names: after a change of folding, or of names by hand. */
@Injectable()
export class NameKeysService {
  constructor(private readonly ledger: Ledger) {}

  /** @returns of how many names */
  foldAnew(by: Attribution): Promise<number> {
    return this.ledger.record({ type: 'names.fold', by }, async (activity) => {
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
    last = rows.at(-1)!.sequence;
  }
}

function nameOf({ owner, form, value, parts, reading }: NamedRow): [NamedRecord, WrittenName] {
  return [
    { owner, ...(form === undefined ? {} : { form }) },
    { value, parts: (parts ?? []).map((part) => part.value), reading: reading ?? null },
  ];
}
