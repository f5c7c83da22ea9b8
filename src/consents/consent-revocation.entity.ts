import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { ConsentEntity } from './consent.entity.js';
import type { SignerRole } from './consent.vocabulary.js';

/** That somebody took back a consent: by whom, when and why; for the staff alone. Never changed. */
@Entity('consent_revocation')
@Unique('uq__consent_revocation__sequence', ['sequence'])
@Unique('uq__consent_revocation__consent_id', ['consentId'])
@Check('ck__consent_revocation__revoker', 'num_nonnulls(revoker_id, revoker_words) = 1')
@Check(
  'ck__consent_revocation__role',
  `role IN ('narrator', 'interviewer', 'heir', 'guardian', 'rights_holder', 'other')`,
)
@Check('ck__consent_revocation__revoked', '(revoked_edtf IS NULL) = (revoked_span IS NULL)')
@Check('ck__consent_revocation__access', 'access >= 0')
@Index('ix__consent_revocation__revoker_id', ['revokerId'])
export class ConsentRevocationEntity {
  @Id('consent_revocation')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'consent_id' })
  @ForeignKey(() => ConsentEntity, { name: 'fk__consent_revocation__consent_id__consent' })
  consentId!: string;

  @Column('uuid', { name: 'revoker_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__consent_revocation__revoker_id__agent' })
  revokerId!: string | null;

  @Column('text', { name: 'revoker_words', nullable: true })
  revokerWords!: string | null;

  @Column('text')
  role!: SignerRole;

  @Column('text', { name: 'revoked_words', nullable: true })
  revokedWords!: string | null;

  @Column('text', { name: 'revoked_edtf', nullable: true })
  revokedEdtf!: string | null;

  @Column('datemultirange', { name: 'revoked_span', nullable: true })
  revokedSpan!: string | null;

  @Column('text')
  because!: string;

  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('consent_revocation')
  activityId!: string;
}
