import { Collation } from '../collation/collation.js';
import { codePointLength } from '../common/code-points.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';
import type { ErasureEntity } from './erasure.entity.js';

/** A place in a text, in code points. */
export interface Place {
  revisionId: string;
  start: number;
  end: number;
}

/** Where the words to be erased stand in other texts of their testimony. */
export interface Stretches {
  places: Place[];
  /** Perhaps those words: a person has to ask for them */
  unsure: Place[];
}

const lockTexts = statement(
  'erasures.lock_texts',
  `SELECT FROM testimony WHERE id IN (
     SELECT $1::uuid UNION SELECT testimony_id FROM claim WHERE id = $1
     UNION SELECT testimony_id FROM revision WHERE id = $1
     UNION SELECT v.testimony_id FROM revision v JOIN passage p ON p.revision_id = v.id AND p.id = $1)
   FOR NO KEY UPDATE`,
);

const ownPlace = statement(
  'erasures.own_place',
  `SELECT v.id, v.testimony_id AS "testimonyId", v.text, coalesce(p.start_offset, $2::integer) AS start,
     coalesce(p.end_offset, $3::integer) AS "end"
   FROM (SELECT id, revision_id, start_offset, end_offset FROM passage WHERE id = $1
     UNION ALL SELECT id, id, NULL, NULL FROM revision WHERE id = $1) p
   JOIN revision v ON v.id = p.revision_id`,
);

const otherTexts = statement(
  'erasures.other_texts',
  'SELECT id, text FROM revision WHERE testimony_id = $1 AND id <> $2 ORDER BY number',
);

// A passage that goes on is the same passage, however its words were put right; and what was restricted was looked for.
const knownPlaces = statement(
  'erasures.known_places',
  `WITH RECURSIVE same AS (
     SELECT p.id, p.continues_id FROM passage p WHERE p.id = $1
     UNION SELECT p.id, p.continues_id FROM same s JOIN passage p ON p.continues_id = s.id OR p.id = s.continues_id)
   SELECT p.revision_id AS "revisionId", p.start_offset AS start, p.end_offset AS "end"
   FROM same s JOIN passage p ON p.id = s.id
   UNION SELECT s.revision_id, s.start_offset, s.end_offset
   FROM restriction r JOIN restricted_span s ON s.restriction_id = r.id
   WHERE r.record_id = $1 AND r.start_offset IS NOT DISTINCT FROM $2::integer
     AND r.end_offset IS NOT DISTINCT FROM $3::integer`,
);

/** Keeps the texts of a testimony as they are until the activity ends: no revision carries words on in the meantime. */
export async function lockTextsOf({ rows }: Activity, recordId: string): Promise<void> {
  await rows(lockTexts, [recordId]);
}

/** Finds the words of a passage or a stretch in every text of their testimony. */
export async function stretchesOf(
  { rows }: Activity,
  { recordId, kind, part, startOffset, endOffset }: ErasureEntity,
): Promise<Stretches> {
  if (kind !== 'passage' && part !== 'span') return { places: [], unsure: [] };
  const at = [recordId, startOffset, endOffset];
  const [own] = await rows<{ id: string; testimonyId: string; text: string; start: number; end: number }>(
    ownPlace,
    at,
  );
  if (own === undefined) return { places: [], unsure: [] };
  const places = await rows<Place>(knownPlaces, at);
  const unsure: Place[] = [];
  const texts = await rows<{ id: string; text: string }>(otherTexts, [own.testimonyId, own.id]);
  for (const { id, text } of texts) {
    const collation = new Collation(own.text, text);
    const { place, state } = collation.carry(own);
    const isCertain = state === 'firm' || state === 'text_changed';
    if (place !== null && isCertain) places.push({ revisionId: id, ...place });
    else {
      const exact = onlyOnce(text, collation.indexBefore.slice(own.start, own.end));
      if (exact !== null) places.push({ revisionId: id, ...exact });
      else if (place !== null) unsure.push({ revisionId: id, ...place });
    }
  }
  return { places, unsure };
}

/** Where words stand that a text has once. */
function onlyOnce(text: string, words: string): { start: number; end: number } | null {
  const at = text.indexOf(words);
  if (at < 0 || text.includes(words, at + 1)) return null;
  const start = codePointLength(text.slice(0, at));
  return { start, end: start + codePointLength(words) };
}
