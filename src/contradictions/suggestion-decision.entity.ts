import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { ContradictionEntity } from './contradiction.entity.js';
import type { SuggestionRule, SuggestionState } from './vocabularies.js';

/** What somebody decided about a suggestion that two claims contradict each other, so that it is not made again. */
@Entity('suggestion_decision')
@Unique('uq__suggestion_decision__claims', ['claimId', 'otherClaimId', 'rule'])
@Check('ck__suggestion_decision__rule', `rule IN ('dates_apart', 'different_people', 'different_counts')`)
@Check('ck__suggestion_decision__other_claim_id', 'claim_id < other_claim_id')
@Check('ck__suggestion_decision__state', `state IN ('accepted', 'dismissed')`)
@Check('ck__suggestion_decision__contradiction_id', `(state = 'accepted') = (contradiction_id IS NOT NULL)`)
@Index('ix__suggestion_decision__other_claim_id', ['otherClaimId'])
@Index('ix__suggestion_decision__contradiction_id', ['contradictionId'])
export class SuggestionDecisionEntity {
  @Id('suggestion_decision')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  rule!: SuggestionRule;

  /** The one of the two whose id comes first */
  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__suggestion_decision__claim_id__claim' })
  claimId!: string;

  @Column('uuid', { name: 'other_claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__suggestion_decision__other_claim_id__claim' })
  otherClaimId!: string;

  @Column('text')
  state!: SuggestionState;

  @Column('text')
  because!: string;

  @Column('uuid', { name: 'contradiction_id', nullable: true })
  @ForeignKey(() => ContradictionEntity, { name: 'fk__suggestion_decision__contradiction_id__contradiction' })
  contradictionId!: string | null;

  @Access('suggestion_decision')
  access!: number;

  @GeneratedBy('suggestion_decision')
  activityId!: string;
}
