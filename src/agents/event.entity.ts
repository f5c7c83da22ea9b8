import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { Access, GeneratedBy, Id, Sequence, Version } from '../provenance/ledger-columns.js';
import { PlaceEntity } from './place.entity.js';

/** Something that happened and is spoken of in many places: a battle, a conference, an epidemic. */
@Entity('event')
@Unique('uq__event__sequence', ['sequence'])
@Check('ck__event__date', '(date_edtf IS NULL) = (date_span IS NULL)')
@Index('ix__event__name', ['name'])
@Index('ix__event__place_id', ['placeId'])
export class EventEntity {
  @Id('event')
  id!: string;

  @Sequence()
  sequence!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { name: 'date_words', nullable: true })
  dateWords!: string | null;

  @Column('text', { name: 'date_edtf', nullable: true })
  dateEdtf!: string | null;

  @Column('datemultirange', { name: 'date_span', nullable: true })
  dateSpan!: string | null;

  @Column('uuid', { name: 'place_id', nullable: true })
  @ForeignKey(() => PlaceEntity, { name: 'fk__event__place_id__place' })
  placeId!: string | null;

  @Version()
  version!: number;

  @Access('event')
  access!: number;

  @GeneratedBy('event')
  activityId!: string;
}
