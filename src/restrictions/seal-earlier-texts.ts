import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

const seal = statement(
  'restrictions.seal_earlier_texts',
  `INSERT INTO restriction (kind, record_id, mode, level, basis, because, decided_by_id)
   SELECT 'revision', v.id, 'hidden_sealed', 3, 'redaction', $3, $4 FROM revision v
   WHERE v.testimony_id = $1 AND v.id <> $2 AND NOT EXISTS (
     SELECT FROM restriction r WHERE r.kind = 'revision' AND r.record_id = v.id AND r.part = 'record'
       AND r.mode IN ('hidden_sealed', 'withdrawn')
       AND NOT EXISTS (SELECT FROM restriction_end e WHERE e.restriction_id = r.id))`,
);

/** What was taken out of a text is read in no earlier one: each is sealed, but for those that are so already. */
export async function sealEarlierTexts(
  activity: Activity,
  testimonyId: string,
  { revisionId, because }: { revisionId: string; because: string },
): Promise<void> {
  await activity.rows(seal, [testimonyId, revisionId, because, activity.by.agentId]);
}
