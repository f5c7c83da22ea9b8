import { type Clearance, REGISTERED, type Role, STAFF } from '../common/principal.js';

/** Who may do what: the whole policy of writing, on one page. */
export const PERMISSIONS = {
  'token.manage': ['administrator'],
  'testimony.create': ['administrator', 'archivist'],
  'testimony.revise': ['administrator', 'archivist'],
  // The words themselves: never changed, only followed by others.
  'revision.write': ['administrator', 'archivist'],
  'anchor.review': ['administrator', 'archivist'],
  'review.write': ['administrator', 'archivist'],
  'translation.write': ['administrator', 'archivist'],
  // The papers of those who signed, and what is published against their will: for those alone who may read them.
  'consent.read': ['archivist'],
  'consent.write': ['archivist'],
  'rights.write': ['administrator', 'archivist'],
  'notice.write': ['administrator', 'archivist'],
  'agent.write': ['administrator', 'archivist'],
  'place.write': ['administrator', 'archivist'],
  'event.write': ['administrator', 'archivist', 'researcher'],
  'mention.write': ['administrator', 'archivist', 'researcher'],
  'claim.record': ['administrator', 'archivist'],
  'claim.revise': ['administrator', 'archivist'],
  'source.write': ['administrator', 'archivist', 'researcher'],
  'source.withdraw': ['administrator', 'archivist'],
  'reliability.assess': ['administrator', 'archivist', 'researcher'],
  'descent.write': ['administrator', 'archivist', 'researcher'],
  // Who an unnamed teller or source really is: for those alone who read restricted testimony.
  'identity.read': ['archivist'],
  'identity.write': ['archivist'],
  'citation.write': ['administrator', 'archivist', 'researcher'],
  'claim.assess': ['administrator', 'archivist', 'researcher'],
  'contradiction.write': ['administrator', 'archivist', 'researcher'],
  'question.write': ['administrator', 'archivist', 'researcher'],
  'lead.write': ['administrator', 'archivist', 'researcher'],
  'life.write': ['administrator', 'archivist', 'researcher'],
  // How well people are is for those alone who may see it.
  'health.write': ['archivist'],
  // How to reach people: apart from the record, and erased when they ask for it.
  'contact.read': ['archivist'],
  'contact.write': ['archivist'],
  // Who may read what. Nobody releases alone: release.rules.
  'restriction.read': ['archivist'],
  'restriction.write': ['archivist'],
  'release.propose': ['archivist'],
  'release.decide': ['archivist'],
  'access_request.make': ['administrator', 'archivist', 'researcher', 'reader'],
  'access_request.decide': ['archivist'],
  // What is destroyed cannot be taken back: one requests it, another carries it out.
  'erasure.read': ['archivist'],
  'erasure.request': ['archivist'],
  'erasure.decide': ['archivist'],
  'flag.raise': ['administrator', 'archivist', 'researcher'],
  'flag.decide': ['administrator', 'archivist'],
  'name.write': ['administrator', 'archivist'],
  'same_as.write': ['administrator', 'archivist', 'researcher'],
  'assignment.write': ['administrator', 'archivist', 'researcher'],
  // To release what somebody else has taken upon himself.
  'assignment.release_others': ['archivist'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** What each role reads, before any grant. */
export const CLEARANCES: Record<Role, Clearance> = {
  // Users and keys are the administrator's business, restricted testimony is not.
  administrator: REGISTERED,
  archivist: STAFF,
  researcher: REGISTERED,
  reader: REGISTERED,
};

export function isPermitted(role: Role | null, permission: Permission): boolean {
  return role !== null && (PERMISSIONS[permission] as readonly Role[]).includes(role);
}
