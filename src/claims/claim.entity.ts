import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { RevisionEntity } from '../testimonies/revision.entity.js';
import { TestimonyEntity } from '../testimonies/testimony.entity.js';
import type { Basis, ClaimKind } from './vocabularies.js';

/** One statement of a testimony, put as one sentence. */
@Entity('claim')
@Unique('uq__claim__testimony_id__number', ['testimonyId', 'number'])
@Check(
  'ck__claim__kind',
  `kind IN ('event', 'circumstance', 'cause', 'judgement', 'reported_speech', 'absence', 'remark')`,
)
@Check(
  'ck__claim__basis',
  `basis IN ('witnessed', 'took_part', 'told', 'read', 'rumour', 'inferred', 'common_knowledge', 'unknown')`,
)
@Check('ck__claim__date', '(date_edtf IS NULL) = (date_span IS NULL)')
export class ClaimEntity {
  @Id('claim')
  id!: string;

  @Column('uuid', { name: 'testimony_id' })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__claim__testimony_id__testimony' })
  testimonyId!: string;

  @Column('integer')
  number!: number;

  @Column('text')
  statement!: string;

  @Column('text')
  kind!: ClaimKind;

  @Column('text')
  basis!: Basis;

  @Column('text', { name: 'date_words', nullable: true })
  dateWords!: string | null;

  @Column('text', { name: 'date_edtf', nullable: true })
  dateEdtf!: string | null;

  @Column('datemultirange', { name: 'date_span', nullable: true })
  dateSpan!: string | null;

  /** The latest revision in which the words it rests on were changed or lost */
  @Column('uuid', { name: 'words_changed_in_id', nullable: true })
  @ForeignKey(() => RevisionEntity, { name: 'fk__claim__words_changed_in_id__revision' })
  wordsChangedInId!: string | null;

  @Version()
  version!: number;

  @Access('claim')
  access!: number;

  @GeneratedBy('claim')
  activityId!: string;
}
