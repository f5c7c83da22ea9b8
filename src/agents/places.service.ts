import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkReferences } from '../access/readable-references.js';
import type { Attribution } from '../common/principal.js';
import { invalid } from '../common/problem.js';
import { chains, lockChains, refuseCircle } from '../provenance/chains.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { addNameKeys, replaceNameKeys } from '../provenance/name-keys.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { PlaceEntity } from './place.entity.js';
import type { CreatePlaceDto, RevisePlaceDto } from './places.dto.js';

/** From a place to the one it lies in. */
const PARTS = chains(
  'place',
  `SELECT 'place' AS kind, p.part_of_id AS id, p.access FROM place p
   WHERE p.id = walk.id AND p.part_of_id IS NOT NULL`,
  'SELECT p.id, 1 AS steps FROM place p WHERE p.part_of_id = walk.id',
);

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
    if (partOfId !== undefined) await checkChain(activity, id, partOfId, `${pointer}/partOfId`);
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
      if (partOfId === id) throw invalid([{ pointer, ...PART_OF_ITSELF }]);
      if (typeof partOfId === 'string') await checkPlace(activity, partOfId, pointer);
      await reviseRecord(activity, PlaceEntity, 'place', { id, version }, { ...changes, ...position });
      if (typeof partOfId === 'string') await checkChain(activity, id, partOfId, pointer);
      if (changes.name !== undefined) await replaceNameKeys(activity, { owner: id }, { value: changes.name });
    });
  }
}

const PART_OF_ITSELF = {
  code: 'place.part_of_itself',
  expected: 'another place',
  found: 'the place itself',
};

function checkPlace(activity: Activity, id: string, pointer: string): Promise<void> {
  return checkReferences(activity, [{ table: 'place', id, pointer }]);
}

/** After it was written, so that whoever may not change the place learns nothing of what it is part of. */
async function checkChain(activity: Activity, id: string, partOfId: string, pointer: string): Promise<void> {
  await lockChains(activity, PARTS);
  await refuseCircle(activity, PARTS, { kind: 'place', id }, { kind: 'place', id: partOfId }, pointer);
}
