import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { PlaceEntity } from '../agents/place.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import { LeadEntity } from './lead.entity.js';
import type { AttemptOutcome } from './lead.vocabulary.js';

/** One try at a lead, never changed afterwards. */
@Entity('attempt')
@Check('ck__attempt__outcome', `outcome IN ('found', 'not_found', 'refused', 'inconclusive', 'no_answer')`)
@Check('ck__attempt__where_place_id', 'num_nonnulls(where_place_id, where_agent_id, where_source_id) <= 1')
@Index('ix__attempt__lead_id', ['leadId', 'sequence'])
@Index('ix__attempt__made_by_id', ['madeById'])
@Index('ix__attempt__where_place_id', ['wherePlaceId'], { where: 'where_place_id IS NOT NULL' })
@Index('ix__attempt__where_agent_id', ['whereAgentId'], { where: 'where_agent_id IS NOT NULL' })
@Index('ix__attempt__where_source_id', ['whereSourceId'], { where: 'where_source_id IS NOT NULL' })
export class AttemptEntity {
  @Id('attempt')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'lead_id' })
  @ForeignKey(() => LeadEntity, { name: 'fk__attempt__lead_id__lead' })
  leadId!: string;

  @Column('text', { name: 'made_words', nullable: true })
  madeWords!: string | null;

  @Column('text', { name: 'made_edtf', nullable: true })
  madeEdtf!: string | null;

  @Column('datemultirange', { name: 'made_span', nullable: true })
  madeSpan!: string | null;

  @Column('uuid', { name: 'made_by_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__attempt__made_by_id__agent' })
  madeById!: string | null;

  @Column('text', { nullable: true })
  channel!: string | null;

  @Column('uuid', { name: 'where_place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__attempt__where_place_id__place' })
  wherePlaceId!: string | null;

  @Column('uuid', { name: 'where_agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__attempt__where_agent_id__agent' })
  whereAgentId!: string | null;

  @Column('uuid', { name: 'where_source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__attempt__where_source_id__source' })
  whereSourceId!: string | null;

  @Column('text', { name: 'where_words', nullable: true })
  whereWords!: string | null;

  @Column('text')
  outcome!: AttemptOutcome;

  @Column('text', { nullable: true })
  note!: string | null;

  @Access('attempt')
  access!: number;

  @GeneratedBy('attempt')
  activityId!: string;
}
