import type { Reference, ReferencedTable } from '../access/readable-references.js';
import type { Fault } from '../common/fault.js';
import type { MentionDto } from './mention.dto.js';

const TARGETS = [
  ['agentId', 'agent'],
  ['placeId', 'place'],
  ['eventId', 'event'],
] as const satisfies readonly (readonly [keyof MentionDto, ReferencedTable])[];

/** What a mention names, as ids that must exist. @param pointer where in the request it stands */
export function mentionReferences(mention: MentionDto, pointer: string): Reference[] {
  return TARGETS.flatMap(([field, table]) => {
    const id = mention[field];
    return id === undefined ? [] : [{ table, id, pointer: `${pointer}/${field}` }];
  });
}

/** A mention names exactly one person, place or event. */
export function mentionFault(mention: MentionDto, pointer: string): Fault | null {
  const named = TARGETS.filter(([field]) => mention[field] !== undefined).length;
  if (named === 1) return null;
  return {
    pointer,
    code: 'claim.one_mentioned',
    expected: 'exactly one of agentId, placeId and eventId',
    found: named === 0 ? 'none' : String(named),
  };
}
