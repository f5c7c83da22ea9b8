import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import type { RightsBasis, RightsCode } from '../testimonies/rights.vocabulary.js';
import { TestimonyEntity } from '../testimonies/testimony.entity.js';

/** What is said of the rights in a testimony. Never changed: what was said last holds. */
@Entity('rights_statement')
@Unique('uq__rights_statement__sequence', ['sequence'])
@Check(
  'ck__rights_statement__code',
  `code IN ('InC', 'InC-OW-EU', 'InC-EDU', 'InC-NC', 'InC-RUU', 'NoC-CR', 'NoC-NC', 'NoC-OKLR', 'NoC-US', 'CNE', 'UND',
   'NKC', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'CC-BY-NC-4.0', 'CC-BY-NC-SA-4.0', 'CC-BY-ND-4.0', 'CC-BY-NC-ND-4.0', 'CC0-1.0',
   'PDM-1.0')`,
)
@Check(
  'ck__rights_statement__uri',
  `uri = 'http://rightsstatements.org/vocab/' || code || '/1.0/' OR uri LIKE 'https://creativecommons.org/%'`,
)
@Check('ck__rights_statement__basis', `basis IN ('copyright', 'licence', 'statute', 'other')`)
@Check('ck__rights_statement__determined', '(determined_edtf IS NULL) = (determined_span IS NULL)')
@Index('ix__rights_statement__testimony_id', ['testimonyId', 'sequence'])
export class RightsStatementEntity {
  @Id('rights_statement')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'testimony_id' })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__rights_statement__testimony_id__testimony' })
  testimonyId!: string;

  @Column('text')
  code!: RightsCode;

  /** With the label, as the vocabulary had it when it was said */
  @Column('text')
  uri!: string;

  @Column('text')
  label!: string;

  @Column('text')
  basis!: RightsBasis;

  @Column('text')
  because!: string;

  @Column('text', { name: 'determined_words', nullable: true })
  determinedWords!: string | null;

  @Column('text', { name: 'determined_edtf', nullable: true })
  determinedEdtf!: string | null;

  @Column('datemultirange', { name: 'determined_span', nullable: true })
  determinedSpan!: string | null;

  @Access('rights_statement')
  access!: number;

  @GeneratedBy('rights_statement')
  activityId!: string;
}
