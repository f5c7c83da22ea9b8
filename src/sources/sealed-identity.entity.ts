import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from './source.entity.js';

/** Who an unnamed teller or source really is. Apart from the record, so that nothing that reads that passes it on. */
@Entity('sealed_identity')
@Unique('uq__sealed_identity__agent_id', ['agentId'])
@Unique('uq__sealed_identity__source_id', ['sourceId'])
@Check('ck__sealed_identity__agent_id', 'num_nonnulls(agent_id, source_id) = 1')
@Check('ck__sealed_identity__access', 'access >= 0')
export class SealedIdentityEntity {
  @Id('sealed_identity')
  id!: string;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__sealed_identity__agent_id__agent' })
  agentId!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__sealed_identity__source_id__source' })
  sourceId!: string | null;

  @Column('text')
  identity!: string;

  @Version()
  version!: number;

  /** For the staff alone, from the first row on; so its history is too. */
  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('sealed_identity')
  activityId!: string;
}
