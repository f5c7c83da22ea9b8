import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id } from '../provenance/ledger-columns.js';
import { ErasureEntity } from './erasure.entity.js';

/** That an erasure was carried out, by somebody else than who requested it; or that it was withdrawn. */
@Entity('erasure_decision')
@Unique('uq__erasure_decision__erasure_id', ['erasureId'])
@Check('ck__erasure_decision__outcome', `outcome IN ('executed', 'withdrawn')`)
@Check('ck__erasure_decision__is_anew', `NOT is_anew OR outcome = 'executed'`)
@Check('ck__erasure_decision__access', 'access >= 0')
@Index('ix__erasure_decision__decided_by_id', ['decidedById'])
export class ErasureDecisionEntity {
  @Id('erasure_decision')
  id!: string;

  @Column('uuid', { name: 'erasure_id' })
  @ForeignKey(() => ErasureEntity, { name: 'fk__erasure_decision__erasure_id__erasure' })
  erasureId!: string;

  @Column('text')
  outcome!: 'executed' | 'withdrawn';

  @Column('text')
  because!: string;

  @Column('uuid', { name: 'decided_by_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__erasure_decision__decided_by_id__agent' })
  decidedById!: string;

  /** By the archive itself, because the list beside the backups says that it was done before */
  @Column('boolean', { name: 'is_anew', default: false })
  isAnew!: boolean;

  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('erasure_decision')
  activityId!: string;
}
