import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id } from '../provenance/ledger-columns.js';
import { RestrictionEntity } from './restriction.entity.js';
import type { RestrictionEndReason } from './vocabularies.js';

/** That a restriction ended, and why: its date came, somebody lifted it, or another took its place. */
@Entity('restriction_end')
@Unique('uq__restriction_end__restriction_id', ['restrictionId'])
@Check('ck__restriction_end__reason', `reason IN ('embargo_ended', 'lifted', 'replaced')`)
@Check('ck__restriction_end__access', 'access >= 0')
@Index('ix__restriction_end__decided_by_id', ['decidedById'])
export class RestrictionEndEntity {
  @Id('restriction_end')
  id!: string;

  @Column('uuid', { name: 'restriction_id' })
  @ForeignKey(() => RestrictionEntity, { name: 'fk__restriction_end__restriction_id__restriction' })
  restrictionId!: string;

  @Column('text')
  reason!: RestrictionEndReason;

  @Column('text')
  because!: string;

  @Column('uuid', { name: 'decided_by_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__restriction_end__decided_by_id__agent' })
  decidedById!: string;

  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('restriction_end')
  activityId!: string;
}
