import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import type { Role } from '../common/principal.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';

/**
 * That a person signs in here, by which name, and in what role. What lets him in (passwords, invitations, sessions) is in
 * tables without history, which this folder alone writes.
 */
@Entity('account')
@Unique('uq__account__sequence', ['sequence'])
@Unique('uq__account__agent_id', ['agentId'])
@Unique('uq__account__login_name', ['loginName'])
@Unique('uq__account__subject', ['issuer', 'subject'])
@Check('ck__account__access', 'access >= 0')
@Check(
  'ck__account__role',
  `role IN ('administrator', 'archivist', 'reviewer', 'researcher', 'reader', 'auditor')`,
)
@Check('ck__account__subject', '(issuer IS NULL) = (subject IS NULL)')
@Check('ck__account__login_name', 'login_name IS NOT NULL OR subject IS NOT NULL')
export class AccountEntity {
  @Id('account')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__account__agent_id__agent' })
  agentId!: string;

  /** Folded; null for one who signs in by OpenID Connect alone */
  @Column('text', { name: 'login_name', nullable: true })
  loginName!: string | null;

  @Column('text')
  role!: Role;

  @Column('text', { nullable: true })
  issuer!: string | null;

  @Column('text', { nullable: true })
  subject!: string | null;

  @Column('timestamptz', { name: 'invited_at', nullable: true })
  invitedAt!: Date | null;

  @Column('timestamptz', { name: 'password_set_at', nullable: true })
  passwordSetAt!: Date | null;

  @Column('text', { name: 'disabled_because', nullable: true })
  disabledBecause!: string | null;

  @Version()
  version!: number;

  /** For the staff alone, from the first row on; so its history is too. */
  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('account')
  activityId!: string;
}
