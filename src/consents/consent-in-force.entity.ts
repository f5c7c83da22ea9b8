import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import type { ConsentAct, ConsentAnswer } from '../testimonies/rights.vocabulary.js';
import { TestimonyEntity } from '../testimonies/testimony.entity.js';
import { ScopeColumns } from './scope-columns.js';

/** What is consented to from an activity on: for everybody who may read the testimony. */
@Entity('consent_in_force')
@ScopeColumns('consent_in_force', { nullable: true })
@Unique('uq__consent_in_force__sequence', ['sequence'])
@Check(
  'ck__consent_in_force__acts',
  'num_nonnulls(disseminate, quote, name_narrator, publish_audio, translate, machine_use) IN (0, 6)',
)
@Index('ix__consent_in_force__testimony_id', ['testimonyId', 'sequence'])
export class ConsentInForceEntity implements Record<ConsentAct, ConsentAnswer | null> {
  @Id('consent_in_force')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'testimony_id' })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__consent_in_force__testimony_id__testimony' })
  testimonyId!: string;

  disseminate!: ConsentAnswer | null;
  quote!: ConsentAnswer | null;
  nameNarrator!: ConsentAnswer | null;
  publishAudio!: ConsentAnswer | null;
  translate!: ConsentAnswer | null;
  machineUse!: ConsentAnswer | null;

  /** Those that are meant to be shown */
  @Column('jsonb')
  conditions!: { text: string; language: string }[];

  @Access('consent_in_force')
  access!: number;

  @GeneratedBy('consent_in_force')
  activityId!: string;
}
