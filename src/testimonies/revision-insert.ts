import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';
import type { Passage } from './passage.rules.js';
import { RevisionEntity } from './revision.entity.js';
import { textColumns } from './whole-text.js';

/** A text to be kept, and what it puts right, where it is not the first. */
export type NewRevision = Pick<RevisionEntity, 'id' | 'testimonyId' | 'number' | 'text' | 'segmentation'> &
  Partial<Pick<RevisionEntity, 'kind' | 'previousId' | 'because' | 'access'>>;

/** A place in the text, by the number it is cited by; `continuesId` is the passage before that goes on in it. */
export interface NewPassage extends Passage {
  id: string;
  continuesId?: string | null;
}

const insertPassages = statement(
  'testimonies.insert_passages',
  `INSERT INTO passage (id, revision_id, number, start_offset, end_offset, speaker, continues_id, access)
   SELECT p.id, $1, p.number, p.start, p."end", p.speaker, p."continuesId", $3
   FROM jsonb_to_recordset($2::jsonb)
     AS p (id uuid, number integer, start integer, "end" integer, speaker text, "continuesId" uuid)`,
);

/** Keeps a text byte for byte, with its passages. */
export async function insertRevision(
  activity: Activity,
  revision: NewRevision,
  passages: readonly NewPassage[],
): Promise<void> {
  await activity.manager.insert(RevisionEntity, { ...revision, ...textColumns(revision.text) });
  await activity.rows(insertPassages, [revision.id, JSON.stringify(passages), revision.access ?? 0]);
}
