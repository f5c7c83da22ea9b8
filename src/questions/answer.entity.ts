import { Column, Entity, ForeignKey, Index } from 'typeorm';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { QuestionEntity } from './question.entity.js';

/** What a question was answered with. Changed by nothing but its withdrawal, when the question is asked again. */
@Entity('answer')
@Index('uq__answer__question_id', ['questionId'], { unique: true, where: 'withdrawn_because IS NULL' })
@Index('ix__answer__question_id', ['questionId'])
export class AnswerEntity {
  @Id('answer')
  id!: string;

  @Column('uuid', { name: 'question_id' })
  @ForeignKey(() => QuestionEntity, { name: 'fk__answer__question_id__question' })
  questionId!: string;

  /** In words; null where the claims it consists of say it all */
  @Column('text', { nullable: true })
  statement!: string | null;

  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('answer')
  access!: number;

  @GeneratedBy('answer')
  activityId!: string;
}
