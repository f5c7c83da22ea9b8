import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import { PassageEntity } from '../testimonies/passage.entity.js';
import { AnswerEntity } from './answer.entity.js';

/** A claim that states an answer, something the answer cites, or a claim that it settles. */
@Entity('answer_reference')
@Check('ck__answer_reference__role', `role IN ('states', 'cites', 'settles')`)
@Check(
  'ck__answer_reference__claim_id',
  `num_nonnulls(claim_id, source_id, passage_id) = 1 AND (role = 'cites' OR claim_id IS NOT NULL)`,
)
@Check('ck__answer_reference__locator_label', '(locator_label IS NULL) = (locator_value IS NULL)')
@Index('ix__answer_reference__answer_id', ['answerId', 'sequence'])
@Index('ix__answer_reference__claim_id', ['claimId'])
@Index('ix__answer_reference__source_id', ['sourceId'])
@Index('ix__answer_reference__passage_id', ['passageId'])
export class AnswerReferenceEntity {
  @Id('answer_reference')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'answer_id' })
  @ForeignKey(() => AnswerEntity, { name: 'fk__answer_reference__answer_id__answer' })
  answerId!: string;

  @Column('text')
  role!: 'states' | 'cites' | 'settles';

  @Column('uuid', { name: 'claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__answer_reference__claim_id__claim' })
  claimId!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__answer_reference__source_id__source' })
  sourceId!: string | null;

  @Column('uuid', { name: 'passage_id', nullable: true })
  @ForeignKey(() => PassageEntity, { name: 'fk__answer_reference__passage_id__passage' })
  passageId!: string | null;

  @Column('text', { name: 'locator_label', nullable: true })
  locatorLabel!: string | null;

  @Column('text', { name: 'locator_value', nullable: true })
  locatorValue!: string | null;

  @Column('text', { nullable: true })
  quotation!: string | null;

  @Column('text', { name: 'quotation_language', nullable: true })
  quotationLanguage!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Access('answer_reference')
  access!: number;

  @GeneratedBy('answer_reference')
  activityId!: string;
}
