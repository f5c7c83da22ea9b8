import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { PlaceEntity } from '../agents/place.entity.js';
import { ClaimEntity } from '../claims/claim.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import type { OfficeKind } from './life.vocabulary.js';

/** An office or rank somebody held, in the words it was told in. */
@Entity('office')
@Check('ck__office__kind', `kind IN ('office', 'rank')`)
@Index('ix__office__agent_id', ['agentId', 'sequence'])
@Index('ix__office__organisation_id', ['organisationId'])
@Index('ix__office__place_id', ['placeId'])
@Index('ix__office__source_id', ['sourceId'])
@Index('ix__office__claim_id', ['claimId'])
export class OfficeEntity {
  @Id('office')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'agent_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__office__agent_id__agent' })
  agentId!: string;

  @Column('text')
  kind!: OfficeKind;

  @Column('text')
  title!: string;

  @Column('uuid', { name: 'organisation_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__office__organisation_id__agent' })
  organisationId!: string | null;

  @Column('uuid', { name: 'place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__office__place_id__place' })
  placeId!: string | null;

  @Column('text', { name: 'held_words', nullable: true })
  heldWords!: string | null;

  @Column('text', { name: 'held_edtf', nullable: true })
  heldEdtf!: string | null;

  @Column('datemultirange', { name: 'held_span', nullable: true })
  heldSpan!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__office__source_id__source' })
  sourceId!: string | null;

  @Column('uuid', { name: 'claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__office__claim_id__claim' })
  claimId!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('office')
  access!: number;

  @GeneratedBy('office')
  activityId!: string;
}
