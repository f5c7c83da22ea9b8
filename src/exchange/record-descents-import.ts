import { Injectable } from '@nestjs/common';
import { RecordSourceDescentDto, RecordTestimonyDescentDto } from '../descent/descent.dto.js';
import { type Descendant, DescentsService } from '../descent/descents.service.js';
import type { Activity } from '../provenance/ledger.js';
import { GradeReliabilityDto } from '../sources/reliability.dto.js';
import { ReliabilityService } from '../sources/reliability.service.js';
import type { RecordChecker } from './record-checker.js';
import type { RecordKeys } from './record-keys.js';
import type { DescentEntry, TestimonyRecord } from './testimony-record.js';

type Path = (string | number)[];

/** What the sources of a record and its testimony go back to, and how far its sources are to be trusted. */
@Injectable()
export class RecordDescentsImport {
  constructor(
    private readonly descents: DescentsService,
    private readonly reliability: ReliabilityService,
  ) {}

  async import(
    activity: Activity,
    testimonyId: string,
    { sources = {}, descents = [] }: TestimonyRecord,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    for (const [key, { reliability = [] }] of Object.entries(sources)) {
      for (const [n, grade] of reliability.entries()) {
        const path = ['sources', key, 'reliability', n];
        const wanted = await checker.check(path, GradeReliabilityDto, grade);
        const sourceId = keys.get('source', key, path);
        await checker.within(path, this.reliability.write(activity, sourceId, wanted));
      }
    }
    for (const [n, entry] of descents.entries()) {
      await this.importDescent(activity, testimonyId, entry, ['descents', n], keys, checker);
    }
  }

  private async importDescent(
    activity: Activity,
    testimonyId: string,
    { source, testimony, of = {}, ...step }: DescentEntry,
    path: Path,
    keys: RecordKeys,
    checker: RecordChecker,
  ): Promise<void> {
    if ((source === undefined) === (testimony === undefined)) {
      throw checker.fault(path, 'expected either source: and its key, or testimony: true');
    }
    const ofTestimony = checker.isTrue([...path, 'testimony'], testimony);
    const descendant: Descendant =
      source === undefined
        ? { kind: 'testimony', id: testimonyId }
        : { kind: 'source', id: keys.get('source', source, [...path, 'source']) };
    const { source: ofSource, agent, claim, testimony: ofItself, ...unknown } = of;
    const [stranger] = Object.keys(unknown);
    if (stranger !== undefined) {
      throw checker.fault(
        [...path, 'of', stranger],
        `${stranger}: expected source, agent, claim or testimony`,
      );
    }
    const origin = {
      sourceId: keys.find('source', ofSource, [...path, 'of', 'source']),
      agentId: keys.find('agent', agent, [...path, 'of', 'agent']),
      // A testimony takes none, not even an undefined one.
      ...(claim === undefined ? {} : { claimId: keys.get('claim', claim, [...path, 'of', 'claim']) }),
      testimonyId: checker.isTrue([...path, 'of', 'testimony'], ofItself) ? testimonyId : undefined,
    };
    const wanted = ofTestimony
      ? await checker.check(path, RecordTestimonyDescentDto, { ...step, ...origin })
      : await checker.check(path, RecordSourceDescentDto, { ...step, ...origin });
    await checker.within(path, this.descents.write(activity, descendant, wanted));
  }
}
