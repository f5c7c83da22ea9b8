import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import { QuestionEntity } from './question.entity.js';

/** What a question was raised by, would settle, or is about. */
@Entity('question_subject')
// In the database NULLS NOT DISTINCT, which entities cannot say.
@Unique('uq__question_subject__question_id__role__subject', [
  'questionId',
  'role',
  'claimId',
  'sourceId',
  'agentId',
])
@Check('ck__question_subject__role', `role IN ('raised_by', 'would_settle', 'about')`)
@Check(
  'ck__question_subject__claim_id',
  `num_nonnulls(claim_id, source_id, agent_id) = 1 AND (role = 'about') = (claim_id IS NULL)`,
)
@Index('ix__question_subject__claim_id', ['claimId'])
@Index('ix__question_subject__source_id', ['sourceId'])
@Index('ix__question_subject__agent_id', ['agentId'])
export class QuestionSubjectEntity {
  @Id('question_subject')
  id!: string;

  @Column('uuid', { name: 'question_id' })
  @ForeignKey(() => QuestionEntity, { name: 'fk__question_subject__question_id__question' })
  questionId!: string;

  @Column('text')
  role!: 'raised_by' | 'would_settle' | 'about';

  @Column('uuid', { name: 'claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__question_subject__claim_id__claim' })
  claimId!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__question_subject__source_id__source' })
  sourceId!: string | null;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__question_subject__agent_id__agent' })
  agentId!: string | null;

  @Version()
  version!: number;

  @Access('question_subject')
  access!: number;

  @GeneratedBy('question_subject')
  activityId!: string;
}
