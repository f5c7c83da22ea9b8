import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { AgentEntity } from '../provenance/agent.entity.js';
import { GeneratedBy, Id, Sequence } from '../provenance/ledger-columns.js';
import type { ErasableKind, ErasureBasis, ErasurePart } from './vocabularies.js';

/** That words are to be destroyed: which, on whose demand, and who asks for it. */
@Entity('erasure')
@Unique('uq__erasure__sequence', ['sequence'])
@Check('ck__erasure__access', 'access >= 0')
@Check(
  'ck__erasure__part',
  `CASE part WHEN 'record' THEN true WHEN 'span' THEN kind = 'revision' WHEN 'summary' THEN kind = 'testimony'
   ELSE part IN ('name', 'health', 'contact') AND kind = 'agent' END`,
)
@Check(
  'ck__erasure__end_offset',
  `CASE WHEN part = 'span' THEN 0 <= start_offset AND start_offset < end_offset
   ELSE num_nonnulls(start_offset, end_offset) = 0 END`,
)
@Check(
  'ck__erasure__basis',
  `basis IN ('narrator', 'data_subject', 'court', 'law', 'rights_holder', 'archive', 'other')`,
)
@Index('ix__erasure__record_id', ['recordId'])
@Index('ix__erasure__requested_by_id', ['requestedById'])
export class ErasureEntity {
  @Id('erasure')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  kind!: ErasableKind;

  @Column('uuid', { name: 'record_id' })
  recordId!: string;

  @Column('text', { default: 'record' })
  part!: ErasurePart;

  /** Of a stretch, in code points */
  @Column('integer', { name: 'start_offset', nullable: true })
  startOffset!: number | null;

  @Column('integer', { name: 'end_offset', nullable: true })
  endOffset!: number | null;

  /** Also where the very words stand in other records */
  @Column('boolean', { default: false })
  everywhere!: boolean;

  /** Claims drawn from the words that stay nevertheless */
  @Column('uuid', { name: 'keep_claim_ids', array: true, default: () => `'{}'` })
  keepClaimIds!: string[];

  @Column('text')
  basis!: ErasureBasis;

  @Column('text')
  authority!: string;

  @Column('text')
  because!: string;

  @Column('uuid', { name: 'requested_by_id' })
  @ForeignKey(() => AgentEntity, { name: 'fk__erasure__requested_by_id__agent' })
  requestedById!: string;

  @Column({ type: 'smallint', default: 3, insert: false, update: false })
  access!: number;

  @GeneratedBy('erasure')
  activityId!: string;
}
