import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { PlaceEntity } from '../agents/place.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import { ExpectedDocumentEntity } from './expected-document.entity.js';
import { QuestionEntity } from './question.entity.js';
import type { LeadKind, LeadState } from './lead.vocabulary.js';

/** A person, document, place or institution that may answer a question. */
@Entity('lead')
@Check('ck__lead__kind', `kind IN ('person', 'document', 'place', 'institution')`)
@Check(
  'ck__lead__state',
  `state IN ('not_yet_reached', 'contacted', 'met', 'declined', 'died', 'lost', 'found')`,
)
@Check('ck__lead__agent_id', 'num_nonnulls(agent_id, source_id, place_id) <= 1')
@Check(
  'ck__lead__next_step',
  'next_step IS NOT NULL OR num_nonnulls(next_step_owner_id, next_step_due_words, next_step_due_edtf) = 0',
)
@Check(
  'ck__lead__state_of_kind',
  `CASE state WHEN 'died' THEN kind = 'person' WHEN 'contacted' THEN kind IN ('person', 'institution')
    WHEN 'met' THEN kind IN ('person', 'institution') WHEN 'declined' THEN kind IN ('person', 'institution')
    ELSE true END`,
)
@Index('ix__lead__question_id', ['questionId', 'sequence'])
@Index('ix__lead__agent_id', ['agentId'])
@Index('ix__lead__source_id', ['sourceId'])
@Index('ix__lead__place_id', ['placeId'])
@Index('ix__lead__next_step_owner_id', ['nextStepOwnerId'], { where: 'next_step_owner_id IS NOT NULL' })
@Index('ix__lead__expected_document_id', ['expectedDocumentId'])
export class LeadEntity {
  @Id('lead')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'question_id' })
  @ForeignKey(() => QuestionEntity, { name: 'fk__lead__question_id__question' })
  questionId!: string;

  @Column('text')
  kind!: LeadKind;

  @Column('text')
  description!: string;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__lead__agent_id__agent' })
  agentId!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__lead__source_id__source' })
  sourceId!: string | null;

  @Column('uuid', { name: 'place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__lead__place_id__place' })
  placeId!: string | null;

  /** What is searched for by it */
  @Column('uuid', { name: 'expected_document_id', nullable: true })
  @ForeignKey(() => ExpectedDocumentEntity, { name: 'fk__lead__expected_document_id__expected_document' })
  expectedDocumentId!: string | null;

  @Column('text', { default: 'not_yet_reached' })
  state!: LeadState;

  /** Why it stands so, from the last transition */
  @Column('text', { name: 'state_because', nullable: true })
  stateBecause!: string | null;

  @Column('text', { name: 'next_step', nullable: true })
  nextStep!: string | null;

  @Column('uuid', { name: 'next_step_owner_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__lead__next_step_owner_id__agent' })
  nextStepOwnerId!: string | null;

  @Column('text', { name: 'next_step_due_words', nullable: true })
  nextStepDueWords!: string | null;

  @Column('text', { name: 'next_step_due_edtf', nullable: true })
  nextStepDueEdtf!: string | null;

  @Column('datemultirange', { name: 'next_step_due_span', nullable: true })
  nextStepDueSpan!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Version()
  version!: number;

  @Access('lead')
  access!: number;

  @GeneratedBy('lead')
  activityId!: string;
}
