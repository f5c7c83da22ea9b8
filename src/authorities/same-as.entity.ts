import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import type { Certainty } from './vocabularies.js';

/** That two records are of one person, or perhaps are, and why somebody thinks so. */
@Entity('same_as')
@Check('ck__same_as__certainty', `certainty IN ('same', 'perhaps')`)
@Check('ck__same_as__same_as_id', 'same_as_id <> agent_id')
@Index('ix__same_as__agent_id', ['agentId', 'sequence'])
@Index('ix__same_as__same_as_id', ['sameAsId', 'sequence'])
// In the database partial, and on expressions.
@Index('uq__same_as__agent_id', { synchronize: false })
@Index('uq__same_as__pair', { synchronize: false })
export class SameAsEntity {
  @Id('same_as')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__same_as__agent_id__agent' })
  agentId!: string;

  @Column('uuid', { name: 'same_as_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__same_as__same_as_id__agent' })
  sameAsId!: string;

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
