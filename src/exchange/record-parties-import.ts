import { Injectable } from '@nestjs/common';
import { CreateAgentDto } from '../agents/agents.dto.js';
import { AgentsService } from '../agents/agents.service.js';
import type { Activity } from '../provenance/ledger.js';
import { CreateSourceDto } from '../sources/sources.dto.js';
import { SourcesService } from '../sources/sources.service.js';
import type { RecordChecker } from './record-checker.js';
import type { RecordKeys } from './record-keys.js';
import { RecordNamesImport } from './record-names-import.js';
import { RecordPlacesImport } from './record-places-import.js';
import type { TestimonyRecord } from './testimony-record.js';

/** The people, places, events and sources of a record, and what people and places are called. */
@Injectable()
export class RecordPartiesImport {
  constructor(
    private readonly agents: AgentsService,
    private readonly sources: SourcesService,
    private readonly places: RecordPlacesImport,
    private readonly names: RecordNamesImport,
  ) {}

  async import(
    activity: Activity,
    record: TestimonyRecord,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    for (const [key, entry] of Object.entries(record.agents ?? {})) {
      // What is said of their names and lives is in record-names-import and record-lives-import.
      const agent: Partial<typeof entry> = { ...entry };
      for (const said of ['unnamed', 'names', 'life', 'offices', 'reachability'] as const) delete agent[said];
      const path = ['agents', key];
      const wanted = await checker.check(path, CreateAgentDto, agent);
      keys.set('agent', key, await checker.within(path, this.agents.write(activity, wanted)), path);
    }
    await this.places.import(activity, record, keys, checker);
    for (const [key, entry] of Object.entries(record.sources ?? {})) {
      // What is said of sources once all of them are there is in record-descents-import.
      const source: Partial<typeof entry> = { ...entry };
      delete source.unnamed;
      delete source.reliability;
      const path = ['sources', key];
      const wanted = await checker.check(path, CreateSourceDto, source);
      keys.set('source', key, await checker.within(path, this.sources.write(activity, wanted)), path);
    }
    // A form of a name may rest on a source.
    await this.names.import(activity, record, keys, checker);
  }
}
