import { Injectable } from '@nestjs/common';
import { RecordClaimDto } from '../claims/claims.dto.js';
import { ClaimsService } from '../claims/claims.service.js';
import { RecordedContradictionDto } from '../contradictions/contradictions.dto.js';
import { ContradictionsService } from '../contradictions/contradictions.service.js';
import { RaiseFlagDto } from '../flags/flags.dto.js';
import { FlagsService } from '../flags/flags.service.js';
import type { Activity } from '../provenance/ledger.js';
import type { RecordChecker } from './record-checker.js';
import { RecordDescentsImport } from './record-descents-import.js';
import type { RecordKeys } from './record-keys.js';
import type { ClaimEntry, ContradictionEntry, TestimonyRecord } from './testimony-record.js';

/** The claims of a record, with their flags, the cases where they contradict each other, and what leads back where. */
@Injectable()
export class RecordClaimsImport {
  constructor(
    private readonly claims: ClaimsService,
    private readonly contradictions: ContradictionsService,
    private readonly flags: FlagsService,
    private readonly descents: RecordDescentsImport,
  ) {}

  async import(
    activity: Activity,
    testimonyId: string,
    record: TestimonyRecord,
    keys: RecordKeys,
    checker: RecordChecker,
    onProgress: (done: number, of: number) => void,
  ): Promise<void> {
    const { claims = [], contradictions = [] } = record;
    for (const [n, claim] of claims.entries()) {
      await this.importClaim(activity, testimonyId, claim, n, keys, checker);
      onProgress(n + 1, claims.length);
    }
    // A source may go back to one of the claims.
    await this.descents.import(activity, testimonyId, record, keys, checker);
    for (const [n, contradiction] of contradictions.entries()) {
      await this.importContradiction(activity, contradiction, n, keys, checker);
    }
  }

  private async importContradiction(
    activity: Activity,
    entry: ContradictionEntry,
    n: number,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    const path = ['contradictions', n];
    const { key, claims, positions, ...contradiction } = entry;
    const idsOf = (parties: string[], ...within: (string | number)[]): string[] =>
      parties.map((party, m) => keys.get('claim', party, [...path, ...within, 'claims', m]));
    const wanted = await checker.check(path, RecordedContradictionDto, {
      ...contradiction,
      claimIds: idsOf(claims),
      positions: positions?.map(({ claims: parties = [], ...position }, m) => ({
        ...position,
        claimIds: idsOf(parties, 'positions', m),
      })),
    });
    const id = await checker.within(path, this.contradictions.write(activity, wanted));
    keys.set('contradiction', key, id, path);
  }

  private async importClaim(
    activity: Activity,
    testimonyId: string,
    entry: ClaimEntry,
    n: number,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    const path = ['claims', n];
    const {
      key,
      people = [],
      places = [],
      events = [],
      flags = [],
      tellers = [],
      citations = [],
      ...claim
    } = entry;
    const wanted = await checker.check(path, RecordClaimDto, {
      ...claim,
      anchors: entry.anchors.map((anchor) => (typeof anchor === 'string' ? { exact: anchor } : anchor)),
      tellers: tellers.map(({ agent, source, ...teller }, m) => ({
        ...teller,
        agentId: keys.find('agent', agent, [...path, 'tellers', m]),
        sourceId: keys.find('source', source, [...path, 'tellers', m]),
      })),
      mentions: [
        ...people.map(({ agent, ...mention }, m) => ({
          ...mention,
          agentId: keys.get('agent', agent, [...path, 'people', m]),
        })),
        ...places.map(({ place, ...mention }, m) => ({
          ...mention,
          placeId: keys.get('place', place, [...path, 'places', m]),
        })),
        ...events.map(({ event, ...mention }, m) => ({
          ...mention,
          eventId: keys.get('event', event, [...path, 'events', m]),
        })),
      ],
      citations: citations.map(({ source, ...citation }, m) => ({
        ...citation,
        source: { id: keys.get('source', source, [...path, 'citations', m]) },
      })),
    });
    const id = await checker.within(path, this.claims.write(activity, testimonyId, wanted));
    keys.set('claim', key, id, path);
    for (const [m, flag] of flags.entries()) {
      const raised = await checker.check([...path, 'flags', m], RaiseFlagDto, flag);
      await this.flags.write(activity, id, raised);
    }
  }
}
