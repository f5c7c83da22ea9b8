import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { PlaceEntity } from './place.entity.js';
import type { CreatePlaceDto } from './places.dto.js';

@Injectable()
export class PlacesService {
  constructor(private readonly ledger: Ledger) {}

  create(by: Attribution, wanted: CreatePlaceDto): Promise<string> {
    return this.ledger.record({ type: 'place.create', by }, (activity) => this.write(activity, wanted));
  }

  async write({ manager }: Activity, { name, note }: CreatePlaceDto): Promise<string> {
    const id = randomUUID();
    await manager.insert(PlaceEntity, { id, name, note });
    return id;
  }
}
