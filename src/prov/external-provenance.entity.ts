import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';

/** Provenance that somebody else wrote, as it was received. */
@Entity('external_provenance')
@Unique('uq__external_provenance__sequence', ['sequence'])
@Check(
  'ck__external_provenance__sha256',
  `sha256 = encode(sha256(convert_to(document, 'UTF8')), 'hex') OR strpos(document, '[erased]') > 0`,
)
@Index('ix__external_provenance__agent_id', ['agentId'])
export class ExternalProvenanceEntity {
  @Id('external_provenance')
  id!: string;

  @Sequence()
  sequence!: string;

  /** From whom it came, in words */
  @Column('text', { name: 'attributed_to' })
  attributedTo!: string;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__external_provenance__agent_id__agent' })
  agentId!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  /** PROV-JSON, byte for byte */
  @Column('text')
  document!: string;

  @Column('text')
  sha256!: string;

  @Access('external_provenance')
  access!: number;

  @GeneratedBy('external_provenance')
  activityId!: string;
}
