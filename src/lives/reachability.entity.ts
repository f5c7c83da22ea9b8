import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import type { ReachabilityState } from './life.vocabulary.js';

/** Whether somebody could be asked, as of some time. Never changed afterwards. */
@Entity('reachability')
@Check(
  'ck__reachability__state',
  `state IN ('living', 'reached', 'not_yet_reached', 'declined', 'do_not_contact', 'died', 'unknown')`,
)
@Check('ck__reachability__because', `state NOT IN ('do_not_contact', 'died') OR because IS NOT NULL`)
@Index('ix__reachability__agent_id', ['agentId', 'sequence'])
@Index('ix__reachability__source_id', ['sourceId'])
@Index('ix__reachability__claim_id', ['claimId'])
export class ReachabilityEntity {
  @Id('reachability')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__reachability__agent_id__agent' })
  agentId!: string;

  @Column('text')
  state!: ReachabilityState;

  @Column('text', { name: 'held_words', nullable: true })
  heldWords!: string | null;

  @Column('text', { name: 'held_edtf', nullable: true })
  heldEdtf!: string | null;

  @Column('datemultirange', { name: 'held_span', nullable: true })
  heldSpan!: string | null;

  @Column('text', { nullable: true })
  because!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__reachability__source_id__source' })
  sourceId!: string | null;

  @Column('uuid', { name: 'claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__reachability__claim_id__claim' })
  claimId!: string | null;

  @Access('reachability')
  access!: number;

  @GeneratedBy('reachability')
  activityId!: string;
}
