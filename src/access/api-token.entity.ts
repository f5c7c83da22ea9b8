import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { Role } from '../common/principal.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';

/** A key of one agent in one role. Only the SHA-256 of the token is kept. */
@Entity('api_token')
@Unique('uq__api_token__token_sha256', ['tokenSha256'])
@Check('ck__api_token__access', 'access >= 0')
@Check(
  'ck__api_token__role',
  `role IN ('administrator', 'archivist', 'reviewer', 'researcher', 'reader', 'auditor')`,
)
@Index('ix__api_token__agent_id', ['agentId'])
export class ApiTokenEntity {
  @Id('api_token')
  id!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__api_token__agent_id__agent' })
  agentId!: string;

  @Column('text')
  role!: Role;

  @Column('text')
  label!: string;

  @Column('text', { name: 'token_sha256' })
  tokenSha256!: string;

  /** What it may do of what its role may; null, all of it */
  @Column('text', { array: true, nullable: true })
  scopes!: string[] | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('text', { name: 'revoked_because', nullable: true })
  revokedBecause!: string | null;

  @Version()
  version!: number;

  @Column('smallint', { default: 3 })
  access!: number;

  @GeneratedBy('api_token')
  activityId!: string;
}
