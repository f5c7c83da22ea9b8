import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { addNameKeys, replaceNameKeys } from '../provenance/name-keys.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { partOfItself, refusePartOfItself } from './place-parts.js';
import { PlaceEntity } from './place.entity.js';
import type { CreatePlaceDto, RevisePlaceDto } from './places.dto.js';

@Injectable()
export class PlacesService {
  constructor(private readonly ledger: Ledger) {}

  create(by: Attribution, wanted: CreatePlaceDto): Promise<string> {
    return this.ledger.record({ type: 'place.create', by }, (activity) => this.write(activity, wanted));
  }

  async write(
    activity: Activity,
    { name, note, coordinates, partOfId }: CreatePlaceDto,
    pointer = '',
  ): Promise<string> {
    const id = randomUUID();
    if (partOfId !== undefined) await checkPlace(activity, partOfId, `${pointer}/partOfId`);
    await activity.manager.insert(PlaceEntity, { id, name, note, partOfId, ...coordinates });
    if (partOfId !== undefined) await refusePartOfItself(activity, id, partOfId, `${pointer}/partOfId`);
    await addNameKeys(activity, [{ owner: id }, { value: name }]);
    return id;
  }

  revise(
    by: Attribution,
    id: string,
    version: number,
    { because, coordinates, ...changes }: RevisePlaceDto,
  ): Promise<void> {
    const position = coordinates === null ? { latitude: null, longitude: null } : coordinates;
    return this.ledger.record({ type: 'place.revise', by, note: because }, async (activity) => {
      const { partOfId } = changes;
      const pointer = '/partOfId';
      if (partOfId === id) throw partOfItself(pointer);
      if (typeof partOfId === 'string') await checkPlace(activity, partOfId, pointer);
      await reviseRecord(activity, PlaceEntity, 'place', { id, version }, { ...changes, ...position });
      if (typeof partOfId === 'string') await refusePartOfItself(activity, id, partOfId, pointer);
      if (changes.name !== undefined) await replaceNameKeys(activity, { owner: id }, { value: changes.name });
    });
  }
}

function checkPlace(activity: Activity, id: string, pointer: string): Promise<void> {
  return checkReferences(activity, [{ table: 'place', id, pointer }]);
}
