import { Column, Entity, ForeignKey, Index } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';

/** Somebody's taking a claim upon himself, until he releases it. One at a time has a claim. */
@Entity('assignment')
@Index('uq__assignment__claim_id', ['claimId'], { unique: true, where: 'released_because IS NULL' })
@Index('ix__assignment__claim_id', ['claimId', 'sequence'])
@Index('ix__assignment__agent_id', ['agentId'], { where: 'released_because IS NULL' })
export class AssignmentEntity {
  @Id('assignment')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__assignment__claim_id__claim' })
  claimId!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__assignment__agent_id__agent' })
  agentId!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { name: 'released_because', nullable: true })
  releasedBecause!: string | null;

  @Version()
  version!: number;

  @Access('assignment')
  access!: number;

  @GeneratedBy('assignment')
  activityId!: string;
}
