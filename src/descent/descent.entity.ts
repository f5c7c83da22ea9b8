import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import { TestimonyEntity } from '../testimonies/testimony.entity.js';
import type { DescentKind } from './vocabularies.js';

/** One step back from a source or a testimony to what it goes back to. */
@Entity('descent')
@Check('ck__descent__source_id', 'num_nonnulls(source_id, testimony_id) = 1')
@Check(
  'ck__descent__origin_source_id',
  'num_nonnulls(origin_source_id, origin_agent_id, origin_testimony_id, origin_claim_id) = 1',
)
@Check(
  'ck__descent__kind',
  `CASE
    WHEN kind IN ('copies', 'translates', 'quotes', 'summarises', 'derives_from')
      THEN source_id IS NOT NULL AND origin_agent_id IS NULL
    WHEN kind IN ('author', 'informant') THEN source_id IS NOT NULL AND origin_agent_id IS NOT NULL
    WHEN kind = 'read' THEN testimony_id IS NOT NULL AND num_nonnulls(origin_source_id, origin_testimony_id) = 1
    WHEN kind = 'told' THEN testimony_id IS NOT NULL AND origin_agent_id IS NOT NULL
    ELSE false END`,
)
@Check(
  'ck__descent__origin_testimony_id',
  '(source_id = origin_source_id) IS NOT TRUE AND (testimony_id = origin_testimony_id) IS NOT TRUE',
)
@Index('ix__descent__source_id', ['sourceId', 'sequence'])
@Index('ix__descent__testimony_id', ['testimonyId', 'sequence'])
@Index('ix__descent__origin_source_id', ['originSourceId'])
@Index('ix__descent__origin_agent_id', ['originAgentId'])
@Index('ix__descent__origin_testimony_id', ['originTestimonyId'])
@Index('ix__descent__origin_claim_id', ['originClaimId'])
// In the database on expressions: the same step is recorded once, as long as it stands.
@Index('uq__descent__step', { synchronize: false })
export class DescentEntity {
  @Id('descent')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__descent__source_id__source' })
  sourceId!: string | null;

  @Column('uuid', { name: 'testimony_id', nullable: true })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__descent__testimony_id__testimony' })
  testimonyId!: string | null;

  @Column('text')
  kind!: DescentKind;

  @Column('uuid', { name: 'origin_source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__descent__origin_source_id__source' })
  originSourceId!: string | null;

  @Column('uuid', { name: 'origin_agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__descent__origin_agent_id__agent' })
  originAgentId!: string | null;

  @Column('uuid', { name: 'origin_testimony_id', nullable: true })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__descent__origin_testimony_id__testimony' })
  originTestimonyId!: string | null;

  @Column('uuid', { name: 'origin_claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__descent__origin_claim_id__claim' })
  originClaimId!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('descent')
  access!: number;

  @GeneratedBy('descent')
  activityId!: string;
}
