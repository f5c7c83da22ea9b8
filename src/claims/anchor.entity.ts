import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id } from '../provenance/ledger-columns.js';
import { PassageEntity } from '../testimonies/passage.entity.js';
import { RevisionEntity } from '../testimonies/revision.entity.js';
import { ClaimEntity } from './claim.entity.js';

/** The exact words of one revision that a claim was quoted from (W3C Web Annotation selectors). */
@Entity('anchor')
@Unique('uq__anchor__claim_id__revision_id__start_offset__end_offset', [
  'claimId',
  'revisionId',
  'startOffset',
  'endOffset',
])
@Check('ck__anchor__end_offset', 'end_offset - start_offset = char_length(exact)')
@Index('ix__anchor__passage_id', ['passageId'])
export class AnchorEntity {
  @Id('anchor')
  id!: string;

  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__anchor__claim_id__claim' })
  claimId!: string;

  /** The passage in which the words begin */
  @Column('uuid', { name: 'passage_id' })
  @ForeignKey(() => PassageEntity, { name: 'fk__anchor__passage_id__passage' })
  passageId!: string;

  @Column('uuid', { name: 'revision_id' })
  @ForeignKey(() => RevisionEntity, { name: 'fk__anchor__revision_id__revision' })
  revisionId!: string;

  /** In code points, inclusive */
  @Column('integer', { name: 'start_offset' })
  startOffset!: number;

  /** In code points, exclusive */
  @Column('integer', { name: 'end_offset' })
  endOffset!: number;

  @Column('text')
  exact!: string;

  @Column('text')
  prefix!: string;

  @Column('text')
  suffix!: string;

  @Access('anchor')
  access!: number;

  @GeneratedBy('anchor')
  activityId!: string;
}
