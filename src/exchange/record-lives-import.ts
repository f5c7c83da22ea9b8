import { Injectable } from '@nestjs/common';
import { RecordLifeDto } from '../lives/life.dto.js';
import { LifeService } from '../lives/life.service.js';
import { RecordOfficeDto } from '../lives/offices.dto.js';
import { OfficesService } from '../lives/offices.service.js';
import { StateReachabilityDto } from '../lives/reachability.dto.js';
import type { Activity } from '../provenance/ledger.js';
import { LeadStopsService } from '../questions/lead-stops.service.js';
import type { RecordChecker } from './record-checker.js';
import type { RecordKeys } from './record-keys.js';
import type { AgentEntry, LifeDateEntry, LifeEntry, RestsOnEntry } from './testimony-record.js';

type Path = (string | number)[];

/** When the people of a record lived, which offices and ranks they held, and whether they can be asked. */
@Injectable()
export class RecordLivesImport {
  constructor(
    private readonly life: LifeService,
    private readonly offices: OfficesService,
    private readonly reachability: LeadStopsService,
  ) {}

  async import(
    activity: Activity,
    agents: Record<string, AgentEntry>,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    for (const [key, entry] of Object.entries(agents)) {
      const path = ['agents', key];
      const agentId = keys.get('agent', key, path);
      if (entry.life !== undefined) {
        await this.importLife(activity, agentId, entry.life, [...path, 'life'], keys, checker);
      }
      await this.importOffices(activity, agentId, entry, [...path, 'offices'], keys, checker);
      await this.importReachability(activity, agentId, entry, [...path, 'reachability'], keys, checker);
    }
  }

  private async importLife(
    activity: Activity,
    agentId: string,
    { born, died, ...life }: LifeEntry,
    path: Path,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    const end = (of: LifeDateEntry | undefined, name: string): object | undefined => {
      if (of === undefined) return undefined;
      const { words, edtf, ...others } = of;
      checker.refuse([...path, name], others, { date: 'words or edtf' });
      return { date: { words, edtf }, ...restingOn(others, [...path, name], keys, checker) };
    };
    const wanted = await checker.check(path, RecordLifeDto, {
      ...life,
      born: end(born, 'born'),
      died: end(died, 'died'),
    });
    await checker.within(path, this.life.write(activity, agentId, undefined, wanted));
  }

  private async importOffices(
    activity: Activity,
    agentId: string,
    { offices = [] }: AgentEntry,
    path: Path,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    for (const [n, { organisation, place, ...office }] of offices.entries()) {
      const at = [...path, n];
      checker.refuse(at, office, { organisationId: 'organisation', placeId: 'place' });
      const wanted = await checker.check(at, RecordOfficeDto, {
        ...restingOn(office, at, keys, checker),
        organisationId: keys.find('agent', organisation, [...at, 'organisation']),
        placeId: keys.find('place', place, [...at, 'place']),
      });
      await checker.within(at, this.offices.write(activity, agentId, wanted));
    }
  }

  /** In the order of the file: of two statements that may be of the same time the last one counts. */
  private async importReachability(
    activity: Activity,
    agentId: string,
    { reachability = [] }: AgentEntry,
    path: Path,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    for (const [n, entry] of reachability.entries()) {
      const at = [...path, n];
      const wanted = await checker.check(at, StateReachabilityDto, restingOn(entry, at, keys, checker));
      await checker.within(at, this.reachability.write(activity, agentId, wanted));
    }
  }
}

/** With the ids of the source and the claim it rests on in place of their keys. */
function restingOn(
  { source, claim, ...said }: RestsOnEntry,
  path: Path,
  keys: RecordKeys,
  checker: RecordChecker,
): object {
  checker.refuse(path, said, { sourceId: 'source', claimId: 'claim' });
  return {
    ...said,
    sourceId: keys.find('source', source, [...path, 'source']),
    claimId: keys.find('claim', claim, [...path, 'claim']),
  };
}
