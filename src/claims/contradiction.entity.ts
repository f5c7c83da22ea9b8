import { Check, Column, Entity, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import type { CONTRADICTION_STATES } from './vocabularies.js';

/** A case: claims that cannot all be true. */
@Entity('contradiction')
@Unique('uq__contradiction__sequence', ['sequence'])
@Check('ck__contradiction__state', `state IN ('open', 'reconciled', 'preferred', 'unresolvable')`)
export class ContradictionEntity {
  @Id('contradiction')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  statement!: string;

  @Column('text', { nullable: true })
  rationale!: string | null;

  @Column('text', { default: 'open' })
  state!: (typeof CONTRADICTION_STATES)[number];

  @Version()
  version!: number;

  @Access('contradiction')
  access!: number;

  @GeneratedBy('contradiction')
  activityId!: string;
}
