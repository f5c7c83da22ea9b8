import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import { RestrictionEntity } from './restriction.entity.js';
import type { ReleaseState } from './vocabularies.js';

/** That a record drawn from restricted words may be read nevertheless: one proposes it, another decides. */
@Entity('release')
@Unique('uq__release__sequence', ['sequence'])
@Check('ck__release__access', 'access >= 0')
@Check('ck__release__state', `state IN ('proposed', 'approved', 'declined', 'revoked')`)
@Check(
  'ck__release__decided_by_id',
  `(state = 'proposed') = (decided_by_id IS NULL) AND (decided_by_id IS NULL) = (decided_because IS NULL)`,
)
@Check('ck__release__second_person', `state <> 'approved' OR decided_by_id <> proposed_by_id`)
@Index('uq__release__standing', ['recordId', 'restrictionId'], {
  unique: true,
  where: `(state IN ('proposed', 'approved'))`,
})
@Index('ix__release__restriction_id', ['restrictionId'])
@Index('ix__release__proposed_by_id', ['proposedById'])
@Index('ix__release__decided_by_id', ['decidedById'], { where: '(decided_by_id IS NOT NULL)' })
export class ReleaseEntity {
  @Id('release')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'restriction_id' })
  @ForeignKey(() => RestrictionEntity, { name: 'fk__release__restriction_id__restriction' })
  restrictionId!: string;

  @Column('text')
  kind!: RecordKind;

  @Column('uuid', { name: 'record_id' })
  recordId!: string;

  @Column('text')
  because!: string;

  @Column('uuid', { name: 'proposed_by_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__release__proposed_by_id__agent' })
  proposedById!: string;

  @Column('text', { default: 'proposed' })
  state!: ReleaseState;

  @Column('uuid', { name: 'decided_by_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__release__decided_by_id__agent' })
  decidedById!: string | null;

  @Column('text', { name: 'decided_because', nullable: true })
  decidedBecause!: string | null;

  @Version()
  version!: number;

  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('release')
  activityId!: string;
}
