import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id } from '../provenance/ledger-columns.js';
import { RevisionEntity } from './revision.entity.js';

/**
 * A paragraph or turn of a revision, as code points of its text. Numbers are names: a passage that goes on in the next
 * revision keeps its own there, and one that is new gets the next that none has had.
 */
@Entity('passage')
@Unique('uq__passage__revision_id__number', ['revisionId', 'number'])
@Unique('uq__passage__revision_id__start_offset', ['revisionId', 'startOffset'])
@Check('ck__passage__end_offset', '0 <= start_offset AND start_offset < end_offset')
@Index('ix__passage__continues_id', ['continuesId'], { where: 'continues_id IS NOT NULL' })
export class PassageEntity {
  @Id('passage')
  id!: string;

  @Column('uuid', { name: 'revision_id' })
  @ForeignKey(() => RevisionEntity, { name: 'fk__passage__revision_id__revision' })
  revisionId!: string;

  @Column('integer')
  number!: number;

  @Column('integer', { name: 'start_offset' })
  startOffset!: number;

  @Column('integer', { name: 'end_offset' })
  endOffset!: number;

  @Column('text', { nullable: true })
  speaker!: string | null;

  /** prov:wasRevisionOf: the passage of the revision before that goes on in this one */
  @Column('uuid', { name: 'continues_id', nullable: true })
  @ForeignKey(() => PassageEntity, { name: 'fk__passage__continues_id__passage' })
  continuesId!: string | null;

  @Access('passage')
  access!: number;

  @GeneratedBy('passage')
  activityId!: string;
}
