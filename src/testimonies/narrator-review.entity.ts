import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { PassageEntity } from './passage.entity.js';
import { RevisionEntity } from './revision.entity.js';

/** A narrator, or an heir, read the text: when, and what was asked to be changed. */
@Entity('narrator_review')
@Unique('uq__narrator_review__sequence', ['sequence'])
@Check('ck__narrator_review__reviewed', '(reviewed_edtf IS NULL) = (reviewed_span IS NULL)')
@Index('ix__narrator_review__revision_id', ['revisionId', 'sequence'])
@Index('ix__narrator_review__passage_id', ['passageId'])
@Index('ix__narrator_review__agent_id', ['agentId'])
@Index('ix__narrator_review__carried_out_in_id', ['carriedOutInId'])
export class NarratorReviewEntity {
  @Id('narrator_review')
  id!: string;

  @Sequence()
  sequence!: string;

  /** The text that was read */
  @Column('uuid', { name: 'revision_id' })
  @ForeignKey(() => RevisionEntity, { name: 'fk__narrator_review__revision_id__revision' })
  revisionId!: string;

  /** Null where the whole text was read */
  @Column('uuid', { name: 'passage_id', nullable: true })
  @ForeignKey(() => PassageEntity, { name: 'fk__narrator_review__passage_id__passage' })
  passageId!: string | null;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__narrator_review__agent_id__agent' })
  agentId!: string;

  @Column('text', { name: 'reviewed_words', nullable: true })
  reviewedWords!: string | null;

  @Column('text', { name: 'reviewed_edtf', nullable: true })
  reviewedEdtf!: string | null;

  @Column('datemultirange', { name: 'reviewed_span', nullable: true })
  reviewedSpan!: string | null;

  /** What was asked to be changed; null where it was left as it is */
  @Column('text', { nullable: true })
  asked!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  /** The revision in which it was done */
  @Column('uuid', { name: 'carried_out_in_id', nullable: true })
  @ForeignKey(() => RevisionEntity, { name: 'fk__narrator_review__carried_out_in_id__revision' })
  carriedOutInId!: string | null;

  @Version()
  version!: number;

  @Access('narrator_review')
  access!: number;

  @GeneratedBy('narrator_review')
  activityId!: string;
}
