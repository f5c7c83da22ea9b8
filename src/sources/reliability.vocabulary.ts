/**
 * The Admiralty scale for sources: A completely reliable, B usually, C fairly, D not usually reliable, E unreliable,
 * F cannot be judged. F is no lowest rung: it says that nothing is known.
 */
export const RELIABILITY_GRADES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type ReliabilityGrade = (typeof RELIABILITY_GRADES)[number];
