import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { ClaimEntity } from './claim.entity.js';
import type { Confidence } from './vocabularies.js';

/** One agent's dated judgement of one claim. Never overwritten: a later one stands beside it. */
@Entity('assessment')
@Check(
  'ck__assessment__confidence',
  `confidence IN ('confirmed', 'probable', 'possible', 'doubtful', 'refuted')`,
)
@Index('ix__assessment__agent_id', ['agentId', 'sequence'])
@Index('ix__assessment__based_on_id', ['basedOnId'], { where: 'based_on_id IS NOT NULL' })
// In the database it is descending and covers confidence, access and agent.
@Index('ix__assessment__claim_id', { synchronize: false })
export class AssessmentEntity {
  @Id('assessment')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__assessment__claim_id__claim' })
  claimId!: string;

  /** The wording of the claim that was judged */
  @Column('integer', { name: 'claim_version' })
  claimVersion!: number;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__assessment__agent_id__agent' })
  agentId!: string;

  @Column('text')
  confidence!: Confidence;

  @Column('text')
  rationale!: string;

  /** The newest judgement its author had seen */
  @Column('uuid', { name: 'based_on_id', nullable: true })
  @ForeignKey(() => AssessmentEntity, { name: 'fk__assessment__based_on_id__assessment' })
  basedOnId!: string | null;

  @Column('timestamptz', { name: 'assessed_at', default: () => 'now()' })
  assessedAt!: Date;

  @Access('assessment')
  access!: number;

  @GeneratedBy('assessment')
  activityId!: string;
}
