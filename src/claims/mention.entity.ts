import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { EventEntity } from '../agents/event.entity.js';
import { PlaceEntity } from '../agents/place.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { PassageEntity } from '../testimonies/passage.entity.js';
import { ClaimEntity } from './claim.entity.js';

/** A person, a place or an event that a claim or a passage speaks of, with the words used. */
@Entity('mention')
@Check('ck__mention__agent_id', 'num_nonnulls(agent_id, place_id, event_id) = 1')
@Check('ck__mention__claim_id', 'num_nonnulls(claim_id, passage_id) = 1')
@Index('ix__mention__claim_id', ['claimId'])
@Index('ix__mention__agent_id', ['agentId', 'sequence'])
@Index('ix__mention__place_id', ['placeId', 'sequence'])
@Index('ix__mention__event_id', ['eventId', 'sequence'])
@Index('ix__mention__passage_id', ['passageId'])
export class MentionEntity {
  @Id('mention')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__mention__claim_id__claim' })
  claimId!: string | null;

  @Column('uuid', { name: 'passage_id', nullable: true })
  @ForeignKey(() => PassageEntity, { name: 'fk__mention__passage_id__passage' })
  passageId!: string | null;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__mention__agent_id__agent' })
  agentId!: string | null;

  @Column('uuid', { name: 'place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__mention__place_id__place' })
  placeId!: string | null;

  @Column('uuid', { name: 'event_id', nullable: true })
  @ForeignKey(() => EventEntity, { name: 'fk__mention__event_id__event' })
  eventId!: string | null;

  @Column('text')
  words!: string;

  @Column('integer')
  position!: number;

  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('mention')
  access!: number;

  @GeneratedBy('mention')
  activityId!: string;
}
