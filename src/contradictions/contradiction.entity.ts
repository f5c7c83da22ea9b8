import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import type { ContradictionState } from './vocabularies.js';

/** A case: claims that cannot all be true. */
@Entity('contradiction')
@Unique('uq__contradiction__sequence', ['sequence'])
@Check('ck__contradiction__state', `state IN ('open', 'reconciled', 'preferred', 'unresolvable')`)
@Check('ck__contradiction__preferred_id', `preferred_id IS NULL OR state = 'preferred'`)
@Index('ix__contradiction__preferred_id', ['preferredId'])
export class ContradictionEntity {
  @Id('contradiction')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  statement!: string;

  /** What is asked, where the statement says only why they cannot all be true */
  @Column('text', { nullable: true })
  question!: string | null;

  @Column('text', { nullable: true })
  rationale!: string | null;

  @Column('text', { default: 'open' })
  state!: ContradictionState;

  @Column('uuid', { name: 'preferred_id', nullable: true })
  // By name: positions belong to cases in their turn, and the files must not import each other.
  @ForeignKey('ContradictionPositionEntity', {
    name: 'fk__contradiction__preferred_id__contradiction_position',
  })
  preferredId!: string | null;

  @Version()
  version!: number;

  @Access('contradiction')
  access!: number;

  @GeneratedBy('contradiction')
  activityId!: string;
}
