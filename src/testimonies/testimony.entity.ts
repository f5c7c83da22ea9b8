import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';

export const TESTIMONY_KINDS = ['interview', 'memoir_chapter', 'letter', 'diary', 'speech', 'other'] as const;
export type TestimonyKind = (typeof TESTIMONY_KINDS)[number];

/** One narrator's account. Its words are in its revisions. */
@Entity('testimony')
@Unique('uq__testimony__sequence', ['sequence'])
@Unique('uq__testimony__accession', ['accession'])
@Check('ck__testimony__kind', `kind IN ('interview', 'memoir_chapter', 'letter', 'diary', 'speech', 'other')`)
@Index('ix__testimony__translation_of_id', ['translationOfId'])
export class TestimonyEntity {
  @Id('testimony')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  accession!: string;

  @Column('text')
  title!: string;

  @Column('text')
  kind!: TestimonyKind;

  /** BCP 47 */
  @Column('text')
  language!: string;

  @Column('text', { name: 'translation_language', nullable: true })
  translationLanguage!: string | null;

  @Column('uuid', { name: 'translation_of_id', nullable: true })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__testimony__translation_of_id__testimony' })
  translationOfId!: string | null;

  @Column('text', { name: 'translation_note', nullable: true })
  translationNote!: string | null;

  @Column('text', { name: 'recorded_words', nullable: true })
  recordedWords!: string | null;

  @Column('text', { name: 'recorded_edtf', nullable: true })
  recordedEdtf!: string | null;

  @Column('datemultirange', { name: 'recorded_span', nullable: true })
  recordedSpan!: string | null;

  @Column('text', { name: 'recorded_where', nullable: true })
  recordedWhere!: string | null;

  @Column('text', { nullable: true })
  summary!: string | null;

  @Column('text', { nullable: true })
  rights!: string | null;

  @Version()
  version!: number;

  @Access('testimony')
  access!: number;

  @GeneratedBy('testimony')
  activityId!: string;
}
