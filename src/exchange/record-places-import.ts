import { Injectable } from '@nestjs/common';
import { CreateEventDto } from '../agents/events.dto.js';
import { EventsService } from '../agents/events.service.js';
import { CreatePlaceDto } from '../agents/places.dto.js';
import { PlacesService } from '../agents/places.service.js';
import type { Activity } from '../provenance/ledger.js';
import type { RecordChecker } from './record-checker.js';
import type { RecordKeys } from './record-keys.js';
import type { TestimonyRecord } from './testimony-record.js';

/** The places of a record, and the events there were. */
@Injectable()
export class RecordPlacesImport {
  constructor(
    private readonly places: PlacesService,
    private readonly events: EventsService,
  ) {}

  async import(
    activity: Activity,
    { places = {}, events = {} }: TestimonyRecord,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    for (const [key, entry] of Object.entries(places)) {
      // What it is called in other scripts is in record-names-import.
      const { partOf, ...rest } = entry;
      const place: Partial<typeof rest> = { ...rest };
      delete place.names;
      const path = ['places', key];
      checker.refuse(path, place, { partOfId: 'partOf' });
      // A place stands after the one it lies in, so that there is no circle.
      const partOfId = keys.find('place', partOf, [...path, 'partOf']);
      const wanted = await checker.check(path, CreatePlaceDto, { ...place, partOfId });
      keys.set('place', key, await checker.within(path, this.places.write(activity, wanted)), path);
    }
    for (const [key, { place, ...event }] of Object.entries(events)) {
      const path = ['events', key];
      checker.refuse(path, event, { placeId: 'place' });
      const placeId = keys.find('place', place, [...path, 'place']);
      const wanted = await checker.check(path, CreateEventDto, { ...event, placeId });
      keys.set('event', key, await checker.within(path, this.events.write(activity, wanted)), path);
    }
  }
}
