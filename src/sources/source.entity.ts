import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';

/** A citable item: named by its CSL-JSON, or unnamed and described. */
@Entity('source')
@Unique('uq__source__sequence', ['sequence'])
@Check('ck__source__csl', '(csl IS NULL) = (unnamed_because IS NOT NULL)')
@Check('ck__source__description', 'csl IS NOT NULL OR description IS NOT NULL')
// In the database on the digest of the item, by which a source is found again.
@Index('ix__source__csl', { synchronize: false })
export class SourceEntity {
  @Id('source')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('jsonb', { nullable: true })
  csl!: Record<string, unknown> | null;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { name: 'unnamed_because', nullable: true })
  unnamedBecause!: string | null;

  /** Why it was found to be worth nothing, and with it whatever was cited from it */
  @Column('text', { name: 'withdrawn_because', nullable: true })
  withdrawnBecause!: string | null;

  @Version()
  version!: number;

  @Access('source')
  access!: number;

  @GeneratedBy('source')
  activityId!: string;
}
