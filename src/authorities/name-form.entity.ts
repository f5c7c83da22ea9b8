import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { PlaceEntity } from '../agents/place.entity.js';
import { AgentEntity } from '../provenance/agent.entity.js';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import type { NameOrder, NamePartKind, NameType, Romanisation } from './vocabularies.js';

export interface NamePart {
  kind: NamePartKind;
  value: string;
}

/** One form of a name: as written, in which script and language, and how it is read. */
@Entity('name_form')
@Check('ck__name_form__agent_id', 'num_nonnulls(agent_id, place_id) = 1')
@Check(
  'ck__name_form__type',
  `CASE
    WHEN agent_id IS NOT NULL THEN type IN ('legal', 'birth', 'pen', 'religious', 'alias', 'transcription_variant')
    ELSE type IN ('official', 'historical', 'exonym', 'transcription_variant') END`,
)
@Check('ck__name_form__script', `script ~ '^[A-Z][a-z]{3}$'`)
@Check(
  'ck__name_form__romanisation',
  `romanisation IS NULL
    OR romanisation IN ('modified_hepburn', 'kunrei', 'ala_lc', 'personal') AND script = 'Latn'`,
)
@Check('ck__name_form__name_order', `name_order IN ('family_first', 'given_first', 'single')`)
@Check('ck__name_form__valid', '(valid_edtf IS NULL) = (valid_span IS NULL)')
@Index('ix__name_form__agent_id', ['agentId', 'sequence'])
@Index('ix__name_form__place_id', ['placeId', 'sequence'])
@Index('ix__name_form__source_id', ['sourceId'])
// In the database on an expression: one preferred form in each script.
@Index('uq__name_form__preferred', { synchronize: false })
export class NameFormEntity {
  @Id('name_form')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'agent_id', nullable: true })
  @ForeignKey(() => AgentEntity, { name: 'fk__name_form__agent_id__agent' })
  agentId!: string | null;

  @Column('uuid', { name: 'place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__name_form__place_id__place' })
  placeId!: string | null;

  @Column('text')
  value!: string;

  @Column('jsonb', { nullable: true })
  parts!: NamePart[] | null;

  @Column('text')
  type!: NameType;

  @Column('text')
  language!: string;

  @Column('text')
  script!: string;

  @Column('text', { nullable: true })
  romanisation!: Romanisation | null;

  @Column('text', { nullable: true })
  reading!: string | null;

  @Column('text', { name: 'name_order', nullable: true })
  nameOrder!: NameOrder | null;

  @Column('text', { name: 'valid_words', nullable: true })
  validWords!: string | null;

  @Column('text', { name: 'valid_edtf', nullable: true })
  validEdtf!: string | null;

  @Column('datemultirange', { name: 'valid_span', nullable: true })
  validSpan!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__name_form__source_id__source' })
  sourceId!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('boolean', { name: 'is_preferred', default: false })
  isPreferred!: boolean;

  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('name_form')
  access!: number;

  @GeneratedBy('name_form')
  activityId!: string;
}
