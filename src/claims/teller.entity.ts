import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import { ClaimEntity } from './claim.entity.js';
import type { Basis } from './vocabularies.js';

/** One hop of the chain by which the narrator came to know; position 1 is nearest the narrator. */
@Entity('teller')
@Index('uq__teller__claim_id__position', ['claimId', 'position'], {
  unique: true,
  where: 'withdrawn_because IS NULL',
})
@Index('ix__teller__claim_id', ['claimId'])
@Check(
  'ck__teller__basis',
  `basis IN ('witnessed', 'took_part', 'told', 'read', 'rumour', 'inferred', 'common_knowledge', 'unknown')`,
)
@Check('ck__teller__agent_id', 'num_nonnulls(agent_id, source_id) <= 1')
@Index('ix__teller__agent_id', ['agentId'])
@Index('ix__teller__source_id', ['sourceId', 'claimId'])
export class TellerEntity {
  @Id('teller')
  id!: string;

  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__teller__claim_id__claim' })
  claimId!: string;

  @Column('integer')
  position!: number;

  @Column('text')
  basis!: Basis;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__teller__agent_id__agent' })
  agentId!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__teller__source_id__source' })
  sourceId!: string | null;

  @Column('text', { name: 'told_words', nullable: true })
  toldWords!: string | null;

  @Column('text', { name: 'told_edtf', nullable: true })
  toldEdtf!: string | null;

  @Column('datemultirange', { name: 'told_span', nullable: true })
  toldSpan!: string | null;

  @Column('text', { name: 'told_where', nullable: true })
  toldWhere!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  /** Why another chain has taken the place of the one it belonged to */
  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('teller')
  access!: number;

  @GeneratedBy('teller')
  activityId!: string;
}
