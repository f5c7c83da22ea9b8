import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { PlaceEntity } from '../agents/place.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import type { Certainty } from './vocabularies.js';

/** That two records are of one person, or of one place, or perhaps are, and why somebody thinks so. */
@Entity('same_as')
@Check('ck__same_as__certainty', `certainty IN ('same', 'perhaps')`)
@Check('ck__same_as__agent_id', 'num_nonnulls(agent_id, place_id) = 1')
@Check(
  'ck__same_as__same_agent_id',
  '(same_agent_id IS NULL) = (agent_id IS NULL) AND same_agent_id <> agent_id',
)
@Check(
  'ck__same_as__same_place_id',
  '(same_place_id IS NULL) = (place_id IS NULL) AND same_place_id <> place_id',
)
@Index('ix__same_as__agent_id', ['agentId', 'sequence'])
@Index('ix__same_as__same_agent_id', ['sameAgentId', 'sequence'])
@Index('ix__same_as__place_id', ['placeId', 'sequence'])
@Index('ix__same_as__same_place_id', ['samePlaceId', 'sequence'])
// In the database partial, and on expressions.
@Index('uq__same_as__merged', { synchronize: false })
@Index('uq__same_as__pair', { synchronize: false })
export class SameAsEntity {
  @Id('same_as')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__same_as__agent_id__agent' })
  agentId!: string | null;

  @Column('uuid', { name: 'same_agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__same_as__same_agent_id__agent' })
  sameAgentId!: string | null;

  @Column('uuid', { name: 'place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__same_as__place_id__place' })
  placeId!: string | null;

  @Column('uuid', { name: 'same_place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__same_as__same_place_id__place' })
  samePlaceId!: string | null;

  @Column('text')
  certainty!: Certainty;

  @Column('text')
  rationale!: string;

  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('same_as')
  access!: number;

  @GeneratedBy('same_as')
  activityId!: string;
}
