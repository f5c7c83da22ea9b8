import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { PlaceEntity } from '../agents/place.entity.js';
import { ClaimEntity } from '../claims/claim.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import { QuestionEntity } from './question.entity.js';
import type { ExpectedKind } from './vocabularies.js';

/** Something that ought to exist, or to have existed, and would answer a question. */
@Entity('expected_document')
@Unique('uq__expected_document__sequence', ['sequence'])
@Check('ck__expected_document__kind', `kind IN ('document', 'recording', 'photograph', 'object')`)
@Check('ck__expected_document__holder_agent_id', 'num_nonnulls(holder_agent_id, holder_place_id) <= 1')
@Index('ix__expected_document__question_id', ['questionId', 'sequence'])
@Index('ix__expected_document__claim_id', ['claimId'])
@Index('ix__expected_document__holder_agent_id', ['holderAgentId'])
@Index('ix__expected_document__holder_place_id', ['holderPlaceId'])
@Index('ix__expected_document__found_source_id', ['foundSourceId'])
export class ExpectedDocumentEntity {
  @Id('expected_document')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'question_id' })
  @ForeignKey(() => QuestionEntity, { name: 'fk__expected_document__question_id__question' })
  questionId!: string;

  /** The claim that says it existed */
  @Column('uuid', { name: 'claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__expected_document__claim_id__claim' })
  claimId!: string | null;

  @Column('text')
  kind!: ExpectedKind;

  @Column('text')
  description!: string;

  @Column('uuid', { name: 'holder_agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__expected_document__holder_agent_id__agent' })
  holderAgentId!: string | null;

  @Column('uuid', { name: 'holder_place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__expected_document__holder_place_id__place' })
  holderPlaceId!: string | null;

  @Column('text', { name: 'holder_words', nullable: true })
  holderWords!: string | null;

  /** What it turned out to be */
  @Column('uuid', { name: 'found_source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__expected_document__found_source_id__source' })
  foundSourceId!: string | null;

  @Column('text', { name: 'lost_because', nullable: true })
  lostBecause!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('expected_document')
  access!: number;

  @GeneratedBy('expected_document')
  activityId!: string;
}
