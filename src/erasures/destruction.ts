import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';
import type { ListedText, Order } from './erasure-list.rules.js';
import { ErasureDecisionEntity } from './erasure-decision.entity.js';
import type { ErasureEntity } from './erasure.entity.js';
import type { Place } from './stretches.js';

/** Where else the very words of what is erased stand. */
export interface Elsewhere {
  kind: string;
  member: string;
  count: number;
}

const eraseRecord = statement('erasures.erase', 'SELECT erase_record($1, $2) AS elsewhere');

const erasedTexts = statement(
  'erasures.erased_texts',
  `SELECT s.text_id AS "revisionId", v.sha256,
     json_agg(json_build_array(s.start_offset, s.end_offset) ORDER BY s.start_offset, s.end_offset) AS spans
   FROM erased_span s JOIN revision v ON v.id = s.text_id
   WHERE s.erasure_id = $1 GROUP BY s.text_id, v.sha256 ORDER BY s.text_id`,
);

type Decision = Pick<ErasureDecisionEntity, 'because' | 'decidedById' | 'isAnew'>;

/** Carries an erasure out, within its activity. @param places in texts, besides its own */
export async function destroy(
  { rows, manager }: Activity,
  erasureId: string,
  places: readonly Place[],
  decision: Decision,
): Promise<Elsewhere[]> {
  await manager.insert(ErasureDecisionEntity, { erasureId, outcome: 'executed', ...decision });
  const spans = places.map(({ revisionId, start, end }) => ({ revision_id: revisionId, start, end }));
  const [row] = await rows<{ elsewhere: Elsewhere[] }>(eraseRecord, [erasureId, JSON.stringify(spans)]);
  return row?.elsewhere ?? [];
}

/** What the list says of an erasure that has been carried out in this activity, or was in an earlier one. */
export async function orderOf(
  { rows }: Activity,
  erasure: ErasureEntity,
  executedBy: string,
): Promise<Order> {
  return {
    event: 'ordered',
    erasure: erasure.id,
    at: new Date().toISOString(),
    kind: erasure.kind,
    recordId: erasure.recordId,
    part: erasure.part,
    start: erasure.startOffset,
    end: erasure.endOffset,
    everywhere: erasure.everywhere,
    keepClaimIds: erasure.keepClaimIds,
    basis: erasure.basis,
    authority: erasure.authority,
    requestedBy: erasure.requestedById,
    executedBy,
    texts: await rows<ListedText>(erasedTexts, [erasure.id]),
  };
}
