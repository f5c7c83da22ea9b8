import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Version } from '../provenance/ledger-columns.js';
import { ContradictionEntity } from './contradiction.entity.js';

/** One answer that may be given to the question of a case. */
@Entity('contradiction_position')
@Unique('uq__contradiction_position__contradiction_id__number', ['contradictionId', 'number'])
@Check('ck__contradiction_position__number', 'number > 0')
export class ContradictionPositionEntity {
  @Id('contradiction_position')
  id!: string;

  @Column('uuid', { name: 'contradiction_id' })
  @ForeignKey(() => ContradictionEntity, {
    name: 'fk__contradiction_position__contradiction_id__contradiction',
  })
  contradictionId!: string;

  @Column('integer')
  number!: number;

  @Column('text')
  statement!: string;

  @Version()
  version!: number;

  @Access('contradiction_position')
  access!: number;

  @GeneratedBy('contradiction_position')
  activityId!: string;
}
