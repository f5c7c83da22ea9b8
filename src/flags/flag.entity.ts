import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import type { FlagKind, FlagState } from './vocabularies.js';

/** A researcher's mark on a claim: raised, then upheld or dismissed. */
@Entity('flag')
@Check(
  'ck__flag__kind',
  `kind IN ('unverified', 'contradicted', 'misquoted', 'mistranslated', 'misdated', 'sensitive', 'other')`,
)
@Check('ck__flag__state', `state IN ('pending', 'upheld', 'dismissed')`)
@Check('ck__flag__decided_because', `(state = 'pending') = (decided_because IS NULL)`)
@Index('ix__flag__claim_id', ['claimId', 'sequence'])
@Index('ix__flag__raised_by_id', ['raisedById'])
export class FlagEntity {
  @Id('flag')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__flag__claim_id__claim' })
  claimId!: string;

  @Column('text')
  kind!: FlagKind;

  @Column('text')
  reason!: string;

  @Column('uuid', { name: 'raised_by_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__flag__raised_by_id__agent' })
  raisedById!: string;

  @Column('text', { default: 'pending' })
  state!: FlagState;

  @Column('text', { name: 'decided_because', nullable: true })
  decidedBecause!: string | null;

  /** Why it is to be decided once more; what was decided before stands in its history */
  @Column('text', { name: 'reopened_because', nullable: true })
  reopenedBecause!: string | null;

  @Version()
  version!: number;

  @Access('flag')
  access!: number;

  @GeneratedBy('flag')
  activityId!: string;
}
