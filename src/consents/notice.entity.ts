import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { TestimonyEntity } from '../testimonies/testimony.entity.js';

/** A Local Contexts Notice, set by the archive, or a Label, given by a community and shown as it was given. */
@Entity('notice')
@Unique('uq__notice__sequence', ['sequence'])
@Check(
  'ck__notice__code',
  `CASE kind WHEN 'notice' THEN code IN ('attribution_incomplete', 'tk', 'bc', 'open_to_collaborate')
   WHEN 'label' THEN code IN ('tka', 'tkcl', 'tkf', 'tkmc', 'tkcv', 'tkcr', 'tkv', 'tknv', 'tks', 'tkwg', 'tkmg', 'tkmr',
     'tkwr', 'tkcs', 'tkss', 'tkoc', 'tknc', 'tkco', 'tko', 'tkcb', 'bcp', 'bcmc', 'bccl', 'bccv', 'bccnv', 'bccb',
     'bcoc', 'bcr', 'bco', 'bcnc')
   ELSE false END`,
)
@Check(
  'ck__notice__label',
  `num_nonnulls(project_id, community, label, text, language) = CASE kind WHEN 'label' THEN 5 ELSE 0 END`,
)
@Index('ix__notice__testimony_id', ['testimonyId', 'sequence'])
export class NoticeEntity {
  @Id('notice')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'testimony_id' })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__notice__testimony_id__testimony' })
  testimonyId!: string;

  @Column('text')
  kind!: 'notice' | 'label';

  @Column('text')
  code!: string;

  /** Of the project in the Local Contexts Hub */
  @Column('uuid', { name: 'project_id', nullable: true })
  projectId!: string | null;

  @Column('text', { nullable: true })
  community!: string | null;

  @Column('text', { nullable: true })
  label!: string | null;

  @Column('text', { nullable: true })
  text!: string | null;

  @Column('text', { nullable: true })
  language!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Access('notice')
  access!: number;

  @GeneratedBy('notice')
  activityId!: string;
}
