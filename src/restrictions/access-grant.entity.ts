import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { AccessRequestEntity } from './access-request.entity.js';
import { RestrictionEntity } from './restriction.entity.js';

/** What was granted on a request: one person reads what one restriction closes, until a moment. */
@Entity('access_grant')
@Unique('uq__access_grant__request_id', ['requestId'])
@Check('ck__access_grant__access', 'access >= 0')
@Index('ix__access_grant__agent_id', ['agentId'], { where: '(revoked_because IS NULL)' })
@Index('ix__access_grant__restriction_id', ['restrictionId'])
export class AccessGrantEntity {
  @Id('access_grant')
  id!: string;

  @Column('uuid', { name: 'request_id' })
  @ForeignKey(() => AccessRequestEntity, { name: 'fk__access_grant__request_id__access_request' })
  requestId!: string;

  @Column('uuid', { name: 'restriction_id' })
  @ForeignKey(() => RestrictionEntity, { name: 'fk__access_grant__restriction_id__restriction' })
  restrictionId!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__access_grant__agent_id__agent' })
  agentId!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('text', { name: 'revoked_because', nullable: true })
  revokedBecause!: string | null;

  @Version()
  version!: number;

  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('access_grant')
  activityId!: string;
}
