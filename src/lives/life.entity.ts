import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';

/** When a person was born and died, as far as it is known, and what that rests on. */
@Entity('life')
@Unique('uq__life__agent_id', ['agentId'])
@Check('ck__life__died_span', '(upper(died_span) <= lower(born_span)) IS NOT TRUE')
@Index('ix__life__born_source_id', ['bornSourceId'])
@Index('ix__life__born_claim_id', ['bornClaimId'])
@Index('ix__life__died_source_id', ['diedSourceId'])
@Index('ix__life__died_claim_id', ['diedClaimId'])
export class LifeEntity {
  @Id('life')
  id!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__life__agent_id__agent' })
  agentId!: string;

  @Column('text', { name: 'born_words', nullable: true })
  bornWords!: string | null;

  @Column('text', { name: 'born_edtf', nullable: true })
  bornEdtf!: string | null;

  @Column('datemultirange', { name: 'born_span', nullable: true })
  bornSpan!: string | null;

  @Column('uuid', { name: 'born_source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__life__born_source_id__source' })
  bornSourceId!: string | null;

  @Column('uuid', { name: 'born_claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__life__born_claim_id__claim' })
  bornClaimId!: string | null;

  @Column('text', { name: 'died_words', nullable: true })
  diedWords!: string | null;

  @Column('text', { name: 'died_edtf', nullable: true })
  diedEdtf!: string | null;

  @Column('datemultirange', { name: 'died_span', nullable: true })
  diedSpan!: string | null;

  @Column('uuid', { name: 'died_source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__life__died_source_id__source' })
  diedSourceId!: string | null;

  @Column('uuid', { name: 'died_claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__life__died_claim_id__claim' })
  diedClaimId!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Version()
  version!: number;

  @Access('life')
  access!: number;

  @GeneratedBy('life')
  activityId!: string;
}
