import type { Fault } from '../common/fault.js';
import { invalid, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import type { Activity } from '../provenance/ledger.js';

// In one order, so that two revisions of the same reviews wait for each other and never both.
const lock = statement(
  'narrator_reviews.lock',
  `SELECT w.id, w.asked IS NOT NULL AS "asksSomething", w.carried_out_in_id IS NOT NULL AS "isCarriedOut"
   FROM narrator_review w
   JOIN revision v ON v.id = w.revision_id AND may_read(v.access, $3::smallint[])
     AND v.testimony_id = (SELECT x.testimony_id FROM revision x WHERE x.id = $2)
   WHERE w.id = ANY ($1::uuid[]) AND may_read(w.access, $3::smallint[])
   ORDER BY w.id FOR NO KEY UPDATE OF w`,
);

const carryOut = statement(
  'narrator_reviews.carry_out',
  'UPDATE narrator_review SET carried_out_in_id = $2 WHERE id = ANY ($1::uuid[])',
);

interface LockedReview {
  id: string;
  asksSomething: boolean;
  isCarriedOut: boolean;
}

/**
 * Says, in the activity that makes a revision, that it does what was asked in reviews of its testimony.
 * @param reviewIds as the request has them, in its member `reviewIds`
 */
export async function carryOutReviews(
  activity: Activity,
  reviewIds: string[],
  revisionId: string,
): Promise<void> {
  if (reviewIds.length === 0) return;
  const values = [reviewIds, revisionId, activity.by.clearance];
  const found = new Map(
    (await activity.rows<LockedReview>(lock, values)).map((review) => [review.id, review]),
  );
  const faults = reviewIds.flatMap((id, n) => faultOf(found.get(id.toLowerCase()), `/reviewIds/${n}`) ?? []);
  if (faults.length > 0) throw invalid(faults);
  if ([...found.values()].some(({ isCarriedOut }) => isCarriedOut)) {
    throw new Problem(
      409,
      'review.carried_out',
      'What was asked in a review was done in an earlier revision already.',
    );
  }
  await activity.rows(carryOut, [reviewIds, revisionId]);
}

function faultOf(review: LockedReview | undefined, pointer: string): Fault | null {
  if (review === undefined) {
    return {
      pointer,
      code: 'reference.unknown',
      expected: 'the id of a review of this testimony that exists',
      found: 'an id that names none',
    };
  }
  if (review.asksSomething) return null;
  return {
    pointer,
    code: 'review.nothing_asked',
    expected: 'a review in which something was asked',
    found: 'one that left the text as it is',
  };
}
