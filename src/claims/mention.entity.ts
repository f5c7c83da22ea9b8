import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { PlaceEntity } from '../agents/place.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { ClaimEntity } from './claim.entity.js';

/** A person or place that a claim speaks of, with the words used. */
@Entity('mention')
@Check('ck__mention__agent_id', 'num_nonnulls(agent_id, place_id) = 1')
@Index('ix__mention__claim_id', ['claimId'])
@Index('ix__mention__agent_id', ['agentId'])
@Index('ix__mention__place_id', ['placeId'])
export class MentionEntity {
  @Id('mention')
  id!: string;

  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__mention__claim_id__claim' })
  claimId!: string;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__mention__agent_id__agent' })
  agentId!: string | null;

  @Column('uuid', { name: 'place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__mention__place_id__place' })
  placeId!: string | null;

  @Column('text')
  words!: string;

  @Column('integer')
  position!: number;

  @Version()
  version!: number;

  @Access('mention')
  access!: number;

  @GeneratedBy('mention')
  activityId!: string;
}
