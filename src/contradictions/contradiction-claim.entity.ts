import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { ClaimEntity } from '../claims/claim.entity.js';
import { ContradictionPositionEntity } from './contradiction-position.entity.js';
import { ContradictionEntity } from './contradiction.entity.js';

/** A claim that is party to a contradiction. */
@Entity('contradiction_claim')
@Unique('uq__contradiction_claim__contradiction_id__claim_id', ['contradictionId', 'claimId'])
@Index('ix__contradiction_claim__claim_id', ['claimId'])
@Index('ix__contradiction_claim__position_id', ['positionId'])
export class ContradictionClaimEntity {
  @Id('contradiction_claim')
  id!: string;

  @Column('uuid', { name: 'contradiction_id' })
  @ForeignKey(() => ContradictionEntity, { name: 'fk__contradiction_claim__contradiction_id__contradiction' })
  contradictionId!: string;

  @Column('uuid', { name: 'claim_id' })
  @ForeignKey(() => ClaimEntity, { name: 'fk__contradiction_claim__claim_id__claim' })
  claimId!: string;

  /** The side it is on; null as long as nobody has said so */
  @Column('uuid', { name: 'position_id', nullable: true })
  @ForeignKey(() => ContradictionPositionEntity, {
    name: 'fk__contradiction_claim__position_id__contradiction_position',
  })
  positionId!: string | null;

  @Version()
  version!: number;

  @Access('contradiction_claim')
  access!: number;

  @GeneratedBy('contradiction_claim')
  activityId!: string;
}
