import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ClaimEntity } from '../claims/claim.entity.js';
import { Access, GeneratedBy, Id } from '../provenance/ledger-columns.js';
import { SourceEntity } from '../sources/source.entity.js';
import { TestimonyEntity } from '../testimonies/testimony.entity.js';
import { ExternalProvenanceEntity } from './external-provenance.entity.js';

/** A record of ours that external provenance speaks of. It is no edge of the graph. */
@Entity('external_subject')
@Unique('uq__external_subject__external_id', ['externalId', 'testimonyId', 'claimId', 'sourceId'])
@Check('ck__external_subject__testimony_id', 'num_nonnulls(testimony_id, claim_id, source_id) = 1')
@Index('ix__external_subject__testimony_id', ['testimonyId'])
@Index('ix__external_subject__claim_id', ['claimId'])
@Index('ix__external_subject__source_id', ['sourceId'])
export class ExternalSubjectEntity {
  @Id('external_subject')
  id!: string;

  @Column('uuid', { name: 'external_id' })
  @ForeignKey(() => ExternalProvenanceEntity, {
    name: 'fk__external_subject__external_id__external_provenance',
  })
  externalId!: string;

  @Column('uuid', { name: 'testimony_id', nullable: true })
  @ForeignKey(() => TestimonyEntity, { name: 'fk__external_subject__testimony_id__testimony' })
  testimonyId!: string | null;

  @Column('uuid', { name: 'claim_id', nullable: true })
  @ForeignKey(() => ClaimEntity, { name: 'fk__external_subject__claim_id__claim' })
  claimId!: string | null;

  @Column('uuid', { name: 'source_id', nullable: true })
  @ForeignKey(() => SourceEntity, { name: 'fk__external_subject__source_id__source' })
  sourceId!: string | null;

  @Access('external_subject')
  access!: number;

  @GeneratedBy('external_subject')
  activityId!: string;
}
