import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { toldDate } from '../common/told-date.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { EventEntity } from './event.entity.js';
import type { CreateEventDto, ReviseEventDto } from './events.dto.js';

@Injectable()
export class EventsService {
  constructor(private readonly ledger: Ledger) {}

  create(by: Attribution, wanted: CreateEventDto): Promise<string> {
    return this.ledger.record({ type: 'event.create', by }, (activity) => this.write(activity, wanted));
  }

  async write(activity: Activity, { name, note, date, placeId }: CreateEventDto): Promise<string> {
    await checkPlace(activity, placeId);
    const id = randomUUID();
    await activity.manager.insert(EventEntity, { id, name, note, placeId, ...dateColumns(date) });
    return id;
  }

  revise(
    by: Attribution,
    id: string,
    version: number,
    { because, date, ...changes }: ReviseEventDto,
  ): Promise<void> {
    return this.ledger.record({ type: 'event.revise', by, note: because }, async (activity) => {
      await checkPlace(activity, changes.placeId ?? undefined);
      await reviseRecord(
        activity,
        EventEntity,
        'event',
        { id, version },
        { ...changes, ...(date === undefined ? {} : dateColumns(date)) },
      );
    });
  }
}

function dateColumns(date: CreateEventDto['date'] | null) {
  const { words, edtf, span } = toldDate(date);
  return { dateWords: words, dateEdtf: edtf, dateSpan: span };
}

async function checkPlace(activity: Activity, id: string | undefined): Promise<void> {
  if (id !== undefined) await checkReferences(activity, [{ table: 'place', id, pointer: '/placeId' }]);
}
