import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import type { HealthState } from './life.vocabulary.js';

/** How well somebody was, as of some time; for the staff alone. Never changed afterwards. */
@Entity('state_of_health')
@Check(
  'ck__state_of_health__state',
  `state IN ('well', 'frail', 'gravely_ill', 'unable_to_speak', 'unknown')`,
)
@Check('ck__state_of_health__access', 'access >= 0')
@Index('ix__state_of_health__agent_id', ['agentId', 'sequence'])
@Index('ix__state_of_health__source_id', ['sourceId'])
@Index('ix__state_of_health__claim_id', ['claimId'])
export class StateOfHealthEntity {
  @Id('state_of_health')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__state_of_health__agent_id__agent' })
  agentId!: string;

  @Column('text')
  state!: HealthState;

  @Column('text', { name: 'held_words', nullable: true })
  heldWords!: string | null;

  @Column('text', { name: 'held_edtf', nullable: true })
  heldEdtf!: string | null;

  @Column('datemultirange', { name: 'held_span', nullable: true })
  heldSpan!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__state_of_health__source_id__source' })
  sourceId!: string | null;

  @Column('uuid', { name: 'claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__state_of_health__claim_id__claim' })
  claimId!: string | null;

  /** For the staff, whoever may see the person; nothing is stricter than that. */
  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('state_of_health')
  activityId!: string;
}
