import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';

/** A place that is spoken of. */
@Entity('place')
@Unique('uq__place__sequence', ['sequence'])
@Check(
  'ck__place__latitude',
  `(latitude IS NULL) = (longitude IS NULL)
    AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180`,
)
@Check('ck__place__part_of_id', 'part_of_id <> id')
@Index('ix__place__name', ['name'])
@Index('ix__place__part_of_id', ['partOfId'])
@Index('ix__place__restricted', { synchronize: false })
export class PlaceEntity {
  @Id('place')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  /** WGS 84, in degrees */
  @Column('double precision', { nullable: true })
  latitude!: number | null;

  @Column('double precision', { nullable: true })
  longitude!: number | null;

  @Column('uuid', { name: 'part_of_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__place__part_of_id__place' })
  partOfId!: string | null;

  @Version()
  version!: number;

  @Access('place')
  access!: number;

  @GeneratedBy('place')
  activityId!: string;
}
