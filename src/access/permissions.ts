import { type Clearance, type Principal, PUBLIC, REGISTERED, type Role, STAFF } from '../common/principal.js';

/** Who may do what: the whole policy, on one page. What is not named here is reading, which `may_read` decides. */
export const PERMISSIONS = {
  'token.manage': ['administrator'],
  'token.read': ['administrator', 'auditor'],
  'account.manage': ['administrator'],
  'account.read': ['administrator', 'auditor'],
  // That something was done, by whom, to which record, and its hashes, of everything: never its words.
  'audit.read': ['auditor'],
  'testimony.create': ['administrator', 'archivist'],
  'testimony.revise': ['administrator', 'archivist'],
  // The words themselves: never changed, only followed by others. Who sees not all of a text cannot follow it by another.
  'revision.write': ['archivist'],
  'anchor.review': ['archivist'],
  'review.write': ['archivist'],
  'translation.write': ['archivist'],
  // The papers of those who signed, and what is published against their will: for those alone who may read them.
  'consent.read': ['archivist'],
  'consent.write': ['archivist'],
  'rights.write': ['administrator', 'archivist'],
  'notice.write': ['administrator', 'archivist'],
  'agent.write': ['administrator', 'archivist'],
  'place.write': ['administrator', 'archivist'],
  'event.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'mention.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'claim.record': ['administrator', 'archivist'],
  'claim.revise': ['administrator', 'archivist'],
  'source.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'source.withdraw': ['administrator', 'archivist'],
  'reliability.assess': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'descent.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  // Who an unnamed teller or source really is: for those alone who read restricted testimony.
  'identity.read': ['archivist'],
  'identity.write': ['archivist'],
  'citation.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'claim.assess': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'contradiction.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'question.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'lead.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'life.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
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
  // To ask is everybody's who is registered; who decides need not read what he decides on.
  'access_request.make': ['administrator', 'archivist', 'reviewer', 'researcher', 'reader'],
  'access_request.decide': ['archivist', 'reviewer'],
  // What is destroyed cannot be taken back: one requests it, another carries it out.
  'erasure.read': ['archivist', 'auditor'],
  'erasure.request': ['archivist'],
  'erasure.decide': ['archivist'],
  // What others wrote of provenance is taken in as it is, and answered for by who takes it in.
  'external_provenance.receive': ['archivist'],
  'flag.raise': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'flag.decide': ['administrator', 'archivist', 'reviewer'],
  'name.write': ['administrator', 'archivist'],
  'same_as.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  'assignment.write': ['administrator', 'archivist', 'reviewer', 'researcher'],
  // To release what somebody else has taken upon himself.
  'assignment.release_others': ['archivist'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** What each role reads, before any grant. */
export const CLEARANCES: Record<Role, Clearance> = {
  // Users and keys are the administrator's business, restricted testimony is not.
  administrator: REGISTERED,
  archivist: STAFF,
  // He decides who is let in, and sees what he decides on; the rest of what is restricted he does not.
  reviewer: REGISTERED,
  researcher: REGISTERED,
  reader: REGISTERED,
  // He reads that there is something, by `audit.read`, and not what it says.
  auditor: PUBLIC,
};

/** Whether the role may, and whoever asks has not been given less than it. */
export function isPermitted(
  { role, scopes }: Pick<Principal, 'role' | 'scopes'>,
  permission: Permission,
): boolean {
  return (
    role !== null &&
    (PERMISSIONS[permission] as readonly Role[]).includes(role) &&
    (scopes === null || scopes.includes(permission))
  );
}

/** All that somebody may do beside reading. */
export function permissionsOf(asker: Pick<Principal, 'role' | 'scopes'>): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => isPermitted(asker, permission));
}
