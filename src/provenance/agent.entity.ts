import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from './ledger-columns.js';

export const AGENT_KINDS = ['person', 'organisation', 'group', 'software'] as const;
export type AgentKind = (typeof AGENT_KINDS)[number];

/** Whoever or whatever bears responsibility (prov:Agent), named or only described. */
@Entity('agent')
@Unique('uq__agent__sequence', ['sequence'])
@Check('ck__agent__kind', `kind IN ('person', 'organisation', 'group', 'software')`)
@Check('ck__agent__description', 'name IS NOT NULL OR description IS NOT NULL')
@Index('ix__agent__name', ['name'])
export class AgentEntity {
  @Id('agent')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  kind!: AgentKind;

  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { name: 'unnamed_because', nullable: true })
  unnamedBecause!: string | null;

  @Version()
  version!: number;

  @Access('agent')
  access!: number;

  @GeneratedBy('agent')
  activityId!: string;
}

/** The archive's own software, made with the archive. */
export const ARCHIVE_AGENT_ID = '00000000-0000-4000-8000-000000000001';
