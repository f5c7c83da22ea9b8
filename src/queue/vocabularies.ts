/** The closed vocabularies of the queue. */

/** What a claim waits for. The place in the list is the bit that stands for it in the queue's SQL. */
export const NEEDS = ['assessment', 'evidence', 'review'] as const;
export type Need = (typeof NEEDS)[number];

/** Why a claim is to be looked at once more; bits in the same way. */
export const REVIEW_REASONS = [
  'flagged',
  'contested',
  'reworded',
  'citation_withdrawn',
  'question_answered',
] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

export const QUEUE_ORDERS = ['leans', 'age'] as const;
export type QueueOrder = (typeof QUEUE_ORDERS)[number];
