import { Column, Entity, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';

/** A place that is spoken of. */
@Entity('place')
@Unique('uq__place__sequence', ['sequence'])
@Index('ix__place__name', ['name'])
export class PlaceEntity {
  @Id('place')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  @Version()
  version!: number;

  @Access('place')
  access!: number;

  @GeneratedBy('place')
  activityId!: string;
}
