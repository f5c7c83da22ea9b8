import { Injectable } from '@nestjs/common';
import { closedAsJson } from '../access/readable-text.js';
import { checkReferences } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid, notFound, Problem } from '../common/problem.js';
import { CodePointIndex } from '../common/code-points.js';
import { type ClosedStretch, type Place, shownPieces } from '../restrictions/readable-text.rules.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import type { MentionDto } from './mention.dto.js';
import { MentionEntity } from './mention.entity.js';
import { mentionFault, mentionReferences } from './mention.rules.js';

/** What mentions somebody or something. */
export interface Mentioning {
  kind: 'claim' | 'passage';
  id: string;
}

// Two who add a mention at once number them one after the other.
const claim = statement(
  'mentions.claim',
  `SELECT access FROM claim WHERE id = $1 AND may_read(access, $2::smallint[]) FOR NO KEY UPDATE`,
);

const passage = statement(
  'mentions.passage',
  `SELECT p.access, substr(r.text, p.start_offset + 1, p.end_offset - p.start_offset) AS text, p.start_offset AS start,
     p.end_offset AS end, ${closedAsJson('r.id', '$2')} AS closed
   FROM passage p JOIN revision r ON r.id = p.revision_id AND may_read(r.access, $2::smallint[])
   WHERE p.id = $1 AND may_read(p.access, $2::smallint[])`,
);

// What is said of a hidden person, or by a hidden claim, is as hidden as the stricter of the two.
const insert = statement(
  'mentions.insert',
  `INSERT INTO mention (claim_id, passage_id, agent_id, place_id, event_id, words, position, access)
   SELECT $1, $2, $3, $4, $5, $6,
     1 + coalesce((SELECT max(m.position) FROM mention m WHERE m.claim_id = $1 OR m.passage_id = $2), 0),
     greatest($7::smallint, (SELECT access FROM agent WHERE id = $3), (SELECT access FROM place WHERE id = $4),
       (SELECT access FROM event WHERE id = $5))
   RETURNING id`,
);

/** The words of a passage, and what of its text is closed to who writes. */
interface PassageWords extends Place {
  text: string;
  closed: ClosedStretch[] | null;
}

function isPassage(found: Partial<PassageWords>): found is PassageWords {
  return found.text !== undefined;
}

@Injectable()
export class MentionsService {
  constructor(private readonly ledger: Ledger) {}

  add(by: Attribution, mentioning: Mentioning, wanted: MentionDto): Promise<string> {
    return this.ledger.record({ type: 'mention.add', by }, (activity) =>
      this.write(activity, mentioning, wanted),
    );
  }

  async write(activity: Activity, { kind, id }: Mentioning, wanted: MentionDto): Promise<string> {
    const fault = mentionFault(wanted, '');
    if (fault !== null) throw invalid([fault]);
    const [found] = await activity.rows<{ access: number } & Partial<PassageWords>>(
      kind === 'claim' ? claim : passage,
      [id, activity.by.clearance],
    );
    if (found === undefined) throw notFound(kind);
    if (isPassage(found)) checkWords(wanted.words, found);
    await checkReferences(activity, mentionReferences(wanted, ''));
    const { agentId = null, placeId = null, eventId = null, words } = wanted;
    const whose = kind === 'claim' ? [id, null] : [null, id];
    const values = [...whose, agentId, placeId, eventId, words, found.access];
    const [mention] = await activity.rows<{ id: string }>(insert, values);
    return mention!.id;
  }

  /** A mention is never deleted: it is withdrawn, for a reason, and stays in history. */
  withdraw(by: Attribution, id: string, version: number, because: string): Promise<void> {
    const changes = { withdrawnBecause: because };
    return this.ledger.record({ type: 'mention.withdraw', by, note: because }, (activity) =>
      reviseRecord(activity, MentionEntity, 'mention', { id, version }, changes, checkNotWithdrawn),
    );
  }
}

/** In a passage the words stand themselves; a claim puts what was said in words of its own. */
function checkWords(words: string, { text, start, end, closed }: PassageWords): void {
  const here = (closed ?? [])
    .filter((stretch) => stretch.start < end && stretch.end > start)
    .map((stretch) => ({ ...stretch, start: stretch.start - start, end: stretch.end - start }));
  if (shownPieces(new CodePointIndex(text), here).some((piece) => piece.includes(words))) return;
  throw invalid([
    {
      pointer: '/words',
      code: 'mention.words_not_found',
      expected: 'words that stand in the passage exactly as given',
      found: JSON.stringify(words.slice(0, 100)),
    },
  ]);
}

function checkNotWithdrawn({ withdrawnBecause }: MentionEntity): void {
  if (withdrawnBecause === null) return;
  throw new Problem(409, 'mention.withdrawn', 'The mention was withdrawn already; the first reason stays.');
}
