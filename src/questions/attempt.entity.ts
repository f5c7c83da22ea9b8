import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import { LeadEntity } from './lead.entity.js';
import type { AttemptOutcome } from './lead.vocabulary.js';

/** One try at a lead, never changed afterwards. */
@Entity('attempt')
@Check('ck__attempt__outcome', `outcome IN ('found', 'not_found', 'refused', 'inconclusive', 'no_answer')`)
@Index('ix__attempt__lead_id', ['leadId', 'sequence'])
@Index('ix__attempt__made_by_id', ['madeById'])
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

  @Column('text')
  outcome!: AttemptOutcome;

  @Column('text', { nullable: true })
  note!: string | null;

  @Access('attempt')
  access!: number;

  @GeneratedBy('attempt')
  activityId!: string;
}
