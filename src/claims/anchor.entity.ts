import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { PassageEntity } from '../testimonies/passage.entity.js';
import { RevisionEntity } from '../testimonies/revision.entity.js';
import type { AnchorMethod, AnchorState } from '../collation/vocabularies.js';
import { ClaimEntity } from './claim.entity.js';

/**
 * The exact words of one revision that a claim was quoted from (W3C Web Annotation selectors): one row for each place
 * and revision. A new revision carries the rows that are current over to new ones, so that together they are a ledger.
 */
@Entity('anchor')
@Unique('uq__anchor__carried_from_id', ['carriedFromId'])
@Check('ck__anchor__method', `method IN ('identity', 'mapped', 'exact_unique', 'context', 'manual')`)
@Check('ck__anchor__state', `state IN ('firm', 'text_changed', 'needs_review', 'lost')`)
@Check(
  'ck__anchor__start_offset',
  `num_nonnulls(start_offset, end_offset) = CASE state WHEN 'lost' THEN 0 ELSE 2 END`,
)
@Check('ck__anchor__end_offset', 'end_offset - start_offset = char_length(exact)')
@Check('ck__anchor__score', 'score BETWEEN 0 AND 1')
@Check('ck__anchor__margin', 'margin BETWEEN -1 AND 1')
@Index('ix__anchor__claim_id', ['claimId'])
@Index('ix__anchor__passage_id', ['passageId'])
@Index('ix__anchor__to_review', ['revisionId'], { where: `state <> 'firm'` })
export class AnchorEntity {
  @Id('anchor')
  id!: string;

  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__anchor__claim_id__claim' })
  claimId!: string;

  /** The passage in which the words begin; while that is not certain, the one in which they last did */
  @Column('uuid', { name: 'passage_id' })
  @ForeignKey(() => PassageEntity, { name: 'fk__anchor__passage_id__passage' })
  passageId!: string;

  @Column('uuid', { name: 'revision_id' })
  @ForeignKey(() => RevisionEntity, { name: 'fk__anchor__revision_id__revision' })
  revisionId!: string;

  /** In code points, inclusive; null where the words are lost */
  @Column('integer', { name: 'start_offset', nullable: true })
  startOffset!: number | null;

  /** In code points, exclusive */
  @Column('integer', { name: 'end_offset', nullable: true })
  endOffset!: number | null;

  /** Of a lost one, the words that were lost */
  @Column('text')
  exact!: string;

  @Column('text')
  prefix!: string;

  @Column('text')
  suffix!: string;

  @Column('text', { default: 'manual' })
  method!: AnchorMethod;

  @Column('text', { default: 'firm' })
  state!: AnchorState;

  /** How like the words before, from 0 to 1; null where a person placed it */
  @Column('real', { nullable: true })
  score!: number | null;

  /** How much liker than the next best place; null where no other was considered */
  @Column('real', { nullable: true })
  margin!: number | null;

  /** The row of the revision before */
  @Column('uuid', { name: 'carried_from_id', nullable: true })
  @ForeignKey(() => AnchorEntity, { name: 'fk__anchor__carried_from_id__anchor' })
  carriedFromId!: string | null;

  /** Whether it is of the latest revision */
  @Column('boolean', { name: 'is_current', default: true })
  isCurrent!: boolean;

  /** Who has looked at it since it was carried */
  @Column('uuid', { name: 'confirmed_by_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__anchor__confirmed_by_id__agent' })
  confirmedById!: string | null;

  /** Why it was placed anew or let go */
  @Column('text', { nullable: true })
  because!: string | null;

  @Version()
  version!: number;

  @Access('anchor')
  access!: number;

  @GeneratedBy('anchor')
  activityId!: string;
}
