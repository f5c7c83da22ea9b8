import { Collation } from '../collation/collation.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';
import type { NewPassage } from '../testimonies/revision-insert.js';
import { carriedAnchor, type CarriedRow, wordsChanged } from './carried-anchors.rules.js';
import { settledRows } from './settled-anchor.js';

// Every anchor is carried, whoever may see it: the one who revises a text is not the one who hides parts of it.
const currentRows = statement(
  'revisions.current_anchors',
  `${settledRows('a.claim_id IN (SELECT c.id FROM claim c WHERE c.testimony_id = $1) AND a.is_current')}
   SELECT a.id, a.claim_id AS "claimId", a.state, a.exact, a.prefix, a.suffix, a.access,
     a.confirmed_by_id AS "confirmedById", a.because,
     json_build_object('revisionId', s.revision_id, 'passageId', s.passage_id, 'start', s.start_offset,
       'end', s.end_offset, 'exact', s.exact, 'prefix', s.prefix, 'suffix', s.suffix) AS settled
   FROM settled s JOIN anchor a ON a.id = s.wanted
   ORDER BY a.claim_id, a.start_offset, a.id`,
);

const textOf = statement('revisions.text_of', 'SELECT text FROM revision WHERE id = $1');

const makeFormer = statement(
  'revisions.make_former',
  `UPDATE anchor SET is_current = false
   WHERE is_current AND claim_id IN (SELECT c.id FROM claim c WHERE c.testimony_id = $1)`,
);

const insertCarried = statement(
  'revisions.insert_carried',
  `INSERT INTO anchor (claim_id, passage_id, revision_id, start_offset, end_offset, exact, prefix, suffix, method,
     state, score, margin, carried_from_id, confirmed_by_id, because, access, activity_id)
   SELECT a."claimId", a."passageId", $1, a.start, a."end", a.exact, a.prefix, a.suffix, a.method, a.state, a.score,
     a.margin, a."carriedFromId", a."confirmedById", a.because, a.access, $3::uuid
   FROM jsonb_to_recordset($2::jsonb) AS a ("claimId" uuid, "passageId" uuid, start integer, "end" integer,
     exact text, prefix text, suffix text, method text, state text, score real, margin real, "carriedFromId" uuid,
     "confirmedById" uuid, because text, access smallint)`,
);

/** The claim gets another version, so that judgements made before are known to be of other words. */
export const markChanged = statement(
  'revisions.mark_changed',
  'UPDATE claim SET words_changed_in_id = $1 WHERE id = ANY ($2::uuid[])',
);

/** A text and the one that follows it. */
export interface Succession {
  previousId: string;
  revisionId: string;
  text: string;
  passages: readonly NewPassage[];
}

/** The anchors of a testimony as they were until now. */
export interface FormerAnchors {
  rows: Promise<CarriedRow[]>;
  ended: Promise<unknown>;
}

/**
 * Takes the anchors out of what is current. PostgreSQL works at that while the texts are compared here: so this is begun
 * first, and awaited last.
 */
export function endAnchors(activity: Activity, testimonyId: string): FormerAnchors {
  const rows = activity.rows<CarriedRow>(currentRows, [testimonyId]);
  const ended = activity.rows(makeFormer, [testimonyId]);
  // Whatever fails is told where they are awaited, which may be after something else has failed.
  rows.catch(() => undefined);
  ended.catch(() => undefined);
  return { rows, ended };
}

/**
 * Gives every claim its anchors in the new text, and marks those whose words were changed.
 * @param written the new text, which may still be on its way to the database
 */
export async function carryAnchors(
  activity: Activity,
  collation: Collation,
  succession: Succession,
  former: FormerAnchors,
  written: Promise<void>,
): Promise<void> {
  const { revisionId, passages } = succession;
  const rows = await former.rows;
  const collations = await collationsOf(activity, rows, collation, succession);
  const carried = rows.map((row) => carriedAnchor(row, collations.get(row.settled.revisionId)!, passages));
  const changed = new Set(
    rows.filter((row, n) => wordsChanged(row, carried[n]!)).map(({ claimId }) => claimId),
  );
  await Promise.all([former.ended, written]);
  if (rows.length === 0) return;
  await activity.rows(insertCarried, [revisionId, JSON.stringify(carried), activity.id]);
  await activity.rows(markChanged, [revisionId, [...changed]]);
}

/** One for the text before, and one for each earlier text in which words last stood for certain. */
async function collationsOf(
  activity: Activity,
  rows: readonly CarriedRow[],
  collation: Collation,
  { previousId, text }: Succession,
): Promise<Map<string, Collation>> {
  const collations = new Map([[previousId, collation]]);
  for (const { settled } of rows) {
    if (collations.has(settled.revisionId)) continue;
    const [earlier] = await activity.rows<{ text: string }>(textOf, [settled.revisionId]);
    collations.set(settled.revisionId, new Collation(earlier!.text, text));
  }
  return collations;
}
