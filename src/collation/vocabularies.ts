/** How an anchor came to its place in a revision. */
export const ANCHOR_METHODS = ['identity', 'mapped', 'exact_unique', 'context', 'manual'] as const;
export type AnchorMethod = (typeof ANCHOR_METHODS)[number];

/** Whether its words still stand there. */
export const ANCHOR_STATES = ['firm', 'text_changed', 'needs_review', 'lost'] as const;
export type AnchorState = (typeof ANCHOR_STATES)[number];
