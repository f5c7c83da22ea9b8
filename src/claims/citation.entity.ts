import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import { PassageEntity } from '../testimonies/passage.entity.js';
import { ClaimEntity } from './claim.entity.js';
import type { Stance } from './vocabularies.js';

/** The link from a claim to what is cited for it, against it, or around it. */
@Entity('citation')
@Check('ck__citation__stance', `stance IN ('for', 'against', 'context')`)
@Check('ck__citation__source_id', 'num_nonnulls(source_id, cited_claim_id, cited_passage_id) = 1')
@Check('ck__citation__cited_claim_id', 'cited_claim_id <> claim_id')
@Check('ck__citation__locator', '(locator_label IS NULL) = (locator_value IS NULL)')
@Check('ck__citation__source_class', `source_class IN ('original', 'derivative', 'authored')`)
@Check('ck__citation__information_class', `information_class IN ('primary', 'secondary', 'undetermined')`)
@Check('ck__citation__evidence_class', `evidence_class IN ('direct', 'indirect', 'negative')`)
@Index('ix__citation__claim_id', ['claimId', 'sequence'])
@Index('ix__citation__source_id', ['sourceId'])
@Index('ix__citation__cited_claim_id', ['citedClaimId'], { where: 'cited_claim_id IS NOT NULL' })
@Index('ix__citation__cited_passage_id', ['citedPassageId'], { where: 'cited_passage_id IS NOT NULL' })
export class CitationEntity {
  @Id('citation')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__citation__claim_id__claim' })
  claimId!: string;

  @Column('text')
  stance!: Stance;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__citation__source_id__source' })
  sourceId!: string | null;

  @Column('uuid', { name: 'cited_claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__citation__cited_claim_id__claim' })
  citedClaimId!: string | null;

  @Column('uuid', { name: 'cited_passage_id', nullable: true })
  @ForeignKey(() => PassageEntity, { name: 'fk__citation__cited_passage_id__passage' })
  citedPassageId!: string | null;

  @Column('text', { name: 'locator_label', nullable: true })
  locatorLabel!: string | null;

  @Column('text', { name: 'locator_value', nullable: true })
  locatorValue!: string | null;

  @Column('text', { nullable: true })
  quotation!: string | null;

  @Column('text', { name: 'quotation_language', nullable: true })
  quotationLanguage!: string | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { name: 'source_class', nullable: true })
  sourceClass!: string | null;

  @Column('text', { name: 'information_class', nullable: true })
  informationClass!: string | null;

  @Column('text', { name: 'evidence_class', nullable: true })
  evidenceClass!: string | null;

  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('citation')
  access!: number;

  @GeneratedBy('citation')
  activityId!: string;
}
