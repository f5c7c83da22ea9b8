import { Injectable } from '@nestjs/common';
import { CreateAgentDto } from '../agents/agents.dto.js';
import { AgentsService } from '../agents/agents.service.js';
import { CreatePlaceDto } from '../agents/places.dto.js';
import { PlacesService } from '../agents/places.service.js';
import type { Activity } from '../provenance/ledger.js';
import { CreateSourceDto } from '../sources/sources.dto.js';
import { SourcesService } from '../sources/sources.service.js';
import type { RecordChecker } from './record-checker.js';
import type { RecordKeys } from './record-keys.js';
import type { TestimonyRecord } from './testimony-record.js';

/** The people, places and sources of a record. */
@Injectable()
export class RecordPartiesImport {
  constructor(
    private readonly agents: AgentsService,
    private readonly places: PlacesService,
    private readonly sources: SourcesService,
  ) {}

  async import(
    activity: Activity,
    record: TestimonyRecord,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    for (const [key, { unnamed: _, ...agent }] of Object.entries(record.agents ?? {})) {
      const path = ['agents', key];
      const wanted = await checker.check(path, CreateAgentDto, agent);
      keys.set('agent', key, await checker.within(path, this.agents.write(activity, wanted)), path);
    }
    for (const [key, place] of Object.entries(record.places ?? {})) {
      const path = ['places', key];
      const wanted = await checker.check(path, CreatePlaceDto, place);
      keys.set('place', key, await this.places.write(activity, wanted), path);
    }
    for (const [key, entry] of Object.entries(record.sources ?? {})) {
      // What is said of sources once all of them are there is in record-descents-import.
      const source: Partial<typeof entry> = { ...entry };
      delete source.unnamed;
      delete source.reliability;
      const path = ['sources', key];
      const wanted = await checker.check(path, CreateSourceDto, source);
      keys.set('source', key, await checker.within(path, this.sources.write(activity, wanted)), path);
    }
  }
}
