import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { PlaceEntity } from '../agents/place.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import type { IdentifierScheme } from './vocabularies.js';

/** What a person, organisation, group or place is called in a catalogue of the world. */
@Entity('identifier')
@Check('ck__identifier__agent_id', 'num_nonnulls(agent_id, place_id) = 1')
@Check('ck__identifier__scheme', `scheme IN ('wikidata', 'viaf', 'ndl')`)
@Index('ix__identifier__agent_id', ['agentId', 'sequence'])
@Index('ix__identifier__place_id', ['placeId', 'sequence'])
// In the database on an expression: the same identifier is recorded once, as long as it stands.
@Index('uq__identifier__value', { synchronize: false })
export class IdentifierEntity {
  @Id('identifier')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__identifier__agent_id__agent' })
  agentId!: string | null;

  @Column('uuid', { name: 'place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__identifier__place_id__place' })
  placeId!: string | null;

  @Column('text')
  scheme!: IdentifierScheme;

  @Column('text')
  value!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('identifier')
  access!: number;

  @GeneratedBy('identifier')
  activityId!: string;
}
