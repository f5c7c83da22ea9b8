import { setImmediate as nextTurn } from 'node:timers/promises';
import { Collation } from '../collation/collation.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';
import { lockTestimony } from '../testimonies/lock-testimony.js';
import { carriedSpan } from './carried-span.rules.js';
import type { Place } from './readable-text.rules.js';

/*
 * A restriction on words is made in one revision and holds in all of them. It is followed from that one straight to each
 * other, so that doubts do not add up, and words that come back are closed again.
 */

/** A restriction in force on words, and where they stand in the revision that it names. */
interface RestrictedWords extends Place {
  id: string;
  isPassage: boolean;
  revisionId: string;
  testimonyId: string;
}

const restricted = (which: string): string => `
  SELECT r.id, r.kind = 'passage' AS "isPassage", own.id AS "revisionId", own.testimony_id AS "testimonyId",
    coalesce(p.start_offset, r.start_offset) AS start, coalesce(p.end_offset, r.end_offset) AS "end"
  FROM restriction r
  LEFT JOIN passage p ON r.kind = 'passage' AND p.id = r.record_id
  JOIN revision own ON own.id = coalesce(p.revision_id, r.record_id)
  WHERE r.id IN (${which}) AND coalesce(p.start_offset, r.start_offset) IS NOT NULL`;

const oneRestriction = statement('restricted_spans.of_restriction', restricted('$1'));

const inForce = statement(
  'restricted_spans.of_testimony',
  restricted(`SELECT s.restriction_id FROM revision v JOIN restricted_span s ON s.revision_id = v.id
    WHERE v.testimony_id = $1`),
);

const textOf = statement('restricted_spans.text_of', 'SELECT text FROM revision WHERE id = $1');

const otherTexts = statement(
  'restricted_spans.other_texts',
  `SELECT v.id, v.text, (SELECT json_agg(json_build_object('start', p.start_offset, 'end', p.end_offset)
     ORDER BY p.start_offset) FROM passage p WHERE p.revision_id = v.id) AS passages
   FROM revision v WHERE v.testimony_id = $1 AND v.id <> $2 ORDER BY v.number`,
);

const insert = statement(
  'restricted_spans.insert',
  `INSERT INTO restricted_span (restriction_id, revision_id, start_offset, end_offset, certain)
   SELECT s."restrictionId", $1, s.start, s."end", s."isCertain"
   FROM jsonb_to_recordset($2::jsonb) AS s ("restrictionId" uuid, start integer, "end" integer, "isCertain" boolean)
   ON CONFLICT DO NOTHING`,
);

/** A text that closed words are followed to. */
export interface FollowedText {
  id: string;
  text: string;
  passages: readonly Place[];
}

/** Follows a restriction that was just made to all other revisions, the earlier ones too; nothing where it is not on words. */
export async function carrySpans(activity: Activity, restrictionId: string): Promise<void> {
  const [words] = await activity.rows<RestrictedWords>(oneRestriction, [restrictionId]);
  if (words === undefined) return;
  await lockTestimony(activity, words.testimonyId);
  const before = await textBefore(activity, words.revisionId);
  const others = await activity.rows<FollowedText>(otherTexts, [words.testimonyId, words.revisionId]);
  for (const other of others) {
    await nextTurn();
    await write(activity, other, [[words, new Collation(before, other.text)]]);
  }
}

/**
 * Follows all restrictions in force on words of a testimony to a text that was just written.
 * @param known the comparison with the text before, whose id is `previousId`
 */
export async function carrySpansInto(
  activity: Activity,
  testimonyId: string,
  written: FollowedText,
  known: { previousId: string; collation: Collation },
): Promise<void> {
  const all = await activity.rows<RestrictedWords>(inForce, [testimonyId]);
  const collations = new Map([[known.previousId, known.collation]]);
  for (const { revisionId } of all) {
    if (collations.has(revisionId)) continue;
    await nextTurn();
    collations.set(revisionId, new Collation(await textBefore(activity, revisionId), written.text));
  }
  await write(
    activity,
    written,
    all.map((words) => [words, collations.get(words.revisionId)!]),
  );
}

async function textBefore(activity: Activity, revisionId: string): Promise<string> {
  return (await activity.rows<{ text: string }>(textOf, [revisionId]))[0]!.text;
}

async function write(
  activity: Activity,
  { id, passages }: FollowedText,
  followed: [RestrictedWords, Collation][],
): Promise<void> {
  const spans = followed.flatMap(([words, collation]) => {
    const { places, isCertain } = carriedSpan(collation, words, passages);
    return places.map((place) => ({ ...place, restrictionId: words.id, isCertain }));
  });
  if (spans.length > 0) await activity.rows(insert, [id, JSON.stringify(spans)]);
}
