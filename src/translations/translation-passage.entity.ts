import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id } from '../provenance/ledger-columns.js';
import { PassageEntity } from '../testimonies/passage.entity.js';
import { TranslationEntity } from './translation.entity.js';

/** A place in a translation, as code points of its text, and the passage of the original it translates. */
@Entity('translation_passage')
@Unique('uq__translation_passage__translation_id__number', ['translationId', 'number'])
@Unique('uq__translation_passage__translation_id__start_offset', ['translationId', 'startOffset'])
@Check('ck__translation_passage__end_offset', '0 <= start_offset AND start_offset < end_offset')
@Index('ix__translation_passage__passage_id', ['passageId'])
export class TranslationPassageEntity {
  @Id('translation_passage')
  id!: string;

  @Column('uuid', { name: 'translation_id' })
  @ForeignKey(() => TranslationEntity, { name: 'fk__translation_passage__translation_id__translation' })
  translationId!: string;

  @Column('integer')
  number!: number;

  @Column('uuid', { name: 'passage_id' })
  @ForeignKey(() => PassageEntity, { name: 'fk__translation_passage__passage_id__passage' })
  passageId!: string;

  @Column('integer', { name: 'start_offset' })
  startOffset!: number;

  @Column('integer', { name: 'end_offset' })
  endOffset!: number;

  @Access('translation_passage')
  access!: number;

  @GeneratedBy('translation_passage')
  activityId!: string;
}
