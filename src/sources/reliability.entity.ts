import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { SourceEntity } from './source.entity.js';
import type { ReliabilityGrade } from './reliability.vocabulary.js';

/** One agent's dated judgement of how far a source is to be trusted. Never overwritten. */
@Entity('reliability')
@Check('ck__reliability__grade', `grade IN ('A', 'B', 'C', 'D', 'E', 'F')`)
@Index('ix__reliability__source_id', ['sourceId', 'sequence'])
@Index('ix__reliability__agent_id', ['agentId'])
export class ReliabilityEntity {
  @Id('reliability')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'source_id' })
  @ForeignKey(() => SourceEntity, { name: 'fk__reliability__source_id__source' })
  sourceId!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__reliability__agent_id__agent' })
  agentId!: string;

  @Column('text')
  grade!: ReliabilityGrade;

  @Column('text')
  rationale!: string;

  @Column('timestamptz', { name: 'assessed_at', default: () => 'now()' })
  assessedAt!: Date;

  @Access('reliability')
  access!: number;

  @GeneratedBy('reliability')
  activityId!: string;
}
