import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import { ActivityEntity } from '../provenance/activity.entity.js';
import { Access, GeneratedBy, Id } from '../provenance/ledger-columns.js';
import type { Segmentation } from './passage.rules.js';
import { TestimonyEntity } from './testimony.entity.js';

/** Why there is another text: the first has no reason. */
export const REVISION_REASONS = [
  'correction',
  'restoration',
  'translation',
  'redaction',
  're-transcription',
] as const;
export type RevisionReason = (typeof REVISION_REASONS)[number];
export const REVISION_KINDS = ['first', ...REVISION_REASONS] as const;
export type RevisionKind = (typeof REVISION_KINDS)[number];

/** One immutable text of a testimony, byte for byte as received. */
@Entity('revision')
@Unique('uq__revision__testimony_id__number', ['testimonyId', 'number'])
@Check(
  'ck__revision__sha256',
  `sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex') OR erased_by IS NOT NULL`,
)
@Check('ck__revision__bytes', 'bytes = octet_length(text) OR erased_by IS NOT NULL')
@Check('ck__revision__code_points', 'code_points = char_length(text)')
@Check('ck__revision__segmentation', `segmentation IN ('paragraph', 'turn')`)
@Unique('uq__revision__previous_id', ['previousId'])
@Check(
  'ck__revision__kind',
  `kind IN ('first', 'correction', 'restoration', 'translation', 'redaction', 're-transcription')`,
)
@Check('ck__revision__previous_id', `(kind = 'first') = (previous_id IS NULL)`)
@Check('ck__revision__because', `(kind = 'first') = (because IS NULL)`)
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

  @Column('text', { default: 'first' })
  kind!: RevisionKind;

  /** prov:wasRevisionOf: the text that this one puts right */
  @Column('uuid', { name: 'previous_id', nullable: true })
  @ForeignKey(() => RevisionEntity, { name: 'fk__revision__previous_id__revision' })
  previousId!: string | null;

  @Column('text', { nullable: true })
  because!: string | null;

  /** The last activity that erased words of it: from then on hash and bytes are those of the text as it was received */
  @Column('uuid', { name: 'erased_by', nullable: true })
  @ForeignKey(() => ActivityEntity, { name: 'fk__revision__erased_by__activity' })
  erasedBy!: string | null;

  @Access('revision')
  access!: number;

  @GeneratedBy('revision')
  activityId!: string;
}
