import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { RestrictionEntity } from './restriction.entity.js';
import type { AccessRequestState } from './vocabularies.js';

/** Somebody's request to read what a restriction closes, and what was decided. */
@Entity('access_request')
@Unique('uq__access_request__sequence', ['sequence'])
@Check('ck__access_request__access', 'access >= 0')
@Check('ck__access_request__state', `state IN ('open', 'granted', 'declined', 'withdrawn')`)
@Check(
  'ck__access_request__decided_by_id',
  `(state = 'open') = (decided_by_id IS NULL) AND (decided_by_id IS NULL) = (decided_because IS NULL)`,
)
@Check(
  'ck__access_request__agent_id',
  `CASE state WHEN 'withdrawn' THEN decided_by_id = agent_id ELSE decided_by_id <> agent_id END`,
)
@Index('uq__access_request__open', ['agentId', 'restrictionId'], { unique: true, where: `(state = 'open')` })
@Index('ix__access_request__agent_id', ['agentId', 'sequence'])
@Index('ix__access_request__restriction_id', ['restrictionId'])
@Index('ix__access_request__decided_by_id', ['decidedById'], { where: '(decided_by_id IS NOT NULL)' })
export class AccessRequestEntity {
  @Id('access_request')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'restriction_id' })
  @ForeignKey(() => RestrictionEntity, { name: 'fk__access_request__restriction_id__restriction' })
  restrictionId!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__access_request__agent_id__agent' })
  agentId!: string;

  @Column('text')
  purpose!: string;

  @Column('text', { default: 'open' })
  state!: AccessRequestState;

  @Column('uuid', { name: 'decided_by_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__access_request__decided_by_id__agent' })
  decidedById!: string | null;

  @Column('text', { name: 'decided_because', nullable: true })
  decidedBecause!: string | null;

  @Version()
  version!: number;

  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('access_request')
  activityId!: string;
}
