import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import { Access, GeneratedBy, Id } from '../provenance/ledger-columns.js';
import type { Segmentation } from './passage.rules.js';
import { TestimonyEntity } from './testimony.entity.js';

/** One immutable text of a testimony, byte for byte as received. */
@Entity('revision')
@Unique('uq__revision__testimony_id__number', ['testimonyId', 'number'])
@Check('ck__revision__sha256', `sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')`)
@Check('ck__revision__bytes', 'bytes = octet_length(text)')
@Check('ck__revision__code_points', 'code_points = char_length(text)')
@Check('ck__revision__segmentation', `segmentation IN ('paragraph', 'turn')`)
export class RevisionEntity {
  @Id('revision')
  id!: string;

  @Column('uuid', { name: 'testimony_id' })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__revision__testimony_id__testimony' })
  testimonyId!: string;

  @Column('integer')
  number!: number;

  @Column('text')
  text!: string;

  /** Of the UTF-8 bytes, in hexadecimal */
  @Column('text')
  sha256!: string;

  @Column('integer')
  bytes!: number;

  @Column('integer', { name: 'code_points' })
  codePoints!: number;

  @Column('text')
  segmentation!: Segmentation;

  @Access('revision')
  access!: number;

  @GeneratedBy('revision')
  activityId!: string;
}
