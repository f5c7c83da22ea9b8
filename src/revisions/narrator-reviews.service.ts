import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import { isToCome, readEdtf } from '../common/edtf-date.js';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { toldDate } from '../common/told-date.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import type { RecordReviewDto } from './narrator-reviews.dto.js';
import { wantedPassage, wantedRevision } from './wanted-revision.js';

// What is said of a hidden text, or by a hidden person, is as hidden as the strictest of them.
const insert = statement(
  'narrator_reviews.insert',
  `INSERT INTO narrator_review (revision_id, passage_id, agent_id, reviewed_words, reviewed_edtf, reviewed_span, asked,
     note, access)
   SELECT $1, $2, $3, $4, $5, $6, $7, $8, greatest((SELECT access FROM revision WHERE id = $1),
     (SELECT access FROM passage WHERE id = $2), (SELECT access FROM agent WHERE id = $3))
   RETURNING id`,
);

/** What narrators and their heirs said of a text when they read it. That it was done is said by the revision that does it. */
@Injectable()
export class NarratorReviewsService {
  constructor(private readonly ledger: Ledger) {}

  record(by: Attribution, testimonyId: string, wanted: RecordReviewDto): Promise<string> {
    return this.ledger.record({ type: 'narrator_review.record', by }, (activity) =>
      this.write(activity, testimonyId, wanted),
    );
  }

  async write(activity: Activity, testimonyId: string, wanted: RecordReviewDto): Promise<string> {
    const { revision: number, passage, agentId, reviewed, asked = null, note = null } = wanted;
    const revision = await wantedRevision(activity, testimonyId, number);
    const passageId = passage === undefined ? null : await wantedPassage(activity, revision, passage);
    await checkReferences(activity, [{ table: 'agent', id: agentId, pointer: '/agentId' }]);
    checkHasCome(reviewed?.edtf);
    const { words, edtf, span } = toldDate(reviewed);
    const values = [revision.id, passageId, agentId, words, edtf, span, asked, note];
    const [review] = await activity.rows<{ id: string }>(insert, values);
    return review!.id;
  }
}

function checkHasCome(edtf: string | undefined): void {
  if (edtf === undefined || !isToCome(readEdtf(edtf), new Date())) return;
  throw invalid([
    {
      pointer: '/reviewed/edtf',
      code: 'review.in_the_future',
      expected: 'a time that has come',
      found: JSON.stringify(edtf),
    },
  ]);
}
