import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import type { QuestionKind, QuestionState } from './vocabularies.js';

/** Something not known. */
@Entity('question')
@Unique('uq__question__sequence', ['sequence'])
@Check(
  'ck__question__kind',
  `kind IN ('missing_document', 'person_not_reached', 'unnamed_source', 'contradiction', 'ambiguity', 'other')`,
)
@Check('ck__question__state', `state IN ('open', 'pursued', 'stuck', 'answered', 'withdrawn')`)
@Check('ck__question__state_because', `state = 'open' OR state_because IS NOT NULL`)
@Index('ix__question__state', ['state', 'sequence'])
export class QuestionEntity {
  @Id('question')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  kind!: QuestionKind;

  @Column('text')
  statement!: string;

  @Column('text', { nullable: true })
  why!: string | null;

  @Column('text', { default: 'open' })
  state!: QuestionState;

  @Column('text', { name: 'state_because', nullable: true })
  stateBecause!: string | null;

  @Version()
  version!: number;

  @Access('question')
  access!: number;

  @GeneratedBy('question')
  activityId!: string;
}
