import { Injectable } from '@nestjs/common';
import { StateRightsDto } from '../consents/rights-statements.dto.js';
import { RightsStatementsService } from '../consents/rights-statements.service.js';
import type { Activity } from '../provenance/ledger.js';
import { CreateTestimonyDto } from '../testimonies/testimonies.dto.js';
import { TestimoniesService } from '../testimonies/testimonies.service.js';
import type { RecordChecker } from './record-checker.js';
import { RecordClaimsImport } from './record-claims-import.js';
import type { RecordKeys } from './record-keys.js';
import type { TestimonyRecord } from './testimony-record.js';

/** The testimony of a record, and what it says. */
@Injectable()
export class RecordTestimonyImport {
  constructor(
    private readonly testimonies: TestimoniesService,
    private readonly claims: RecordClaimsImport,
    private readonly rights: RightsStatementsService,
  ) {}

  /**
   * @param text of the testimony, byte for byte
   * @returns the id of the testimony
   */
  async import(
    activity: Activity,
    record: TestimonyRecord,
    text: string,
    keys: RecordKeys,
    checker: RecordChecker,
    onProgress: (done: number, of: number) => void,
  ): Promise<string> {
    const { rightsStatement, ...described } = record.testimony;
    const testimony = await checker.check(['testimony'], CreateTestimonyDto, {
      ...described,
      text,
      contributors: (described.contributors ?? []).map(({ agent, role }, n) => ({
        role,
        agent: { id: keys.get('agent', agent, ['testimony', 'contributors', n]) },
      })),
    });
    const testimonyId = await this.testimonies.write(activity, testimony);
    if (rightsStatement !== undefined) {
      const at = ['testimony', 'rightsStatement'];
      const stated = await checker.check(at, StateRightsDto, rightsStatement);
      await checker.within(at, this.rights.write(activity, testimonyId, stated));
    }
    await this.claims.import(activity, testimonyId, record, keys, checker, onProgress);
    return testimonyId;
  }
}
