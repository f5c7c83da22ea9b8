import { Injectable } from '@nestjs/common';
import type { Activity } from '../provenance/ledger.js';
import { CreateTestimonyDto } from '../testimonies/testimonies.dto.js';
import { TestimoniesService } from '../testimonies/testimonies.service.js';
import { RecordChecker } from './record-checker.js';
import { RecordClaimsImport } from './record-claims-import.js';
import { RecordFile } from './record-file.js';
import { RecordKeys } from './record-keys.js';
import { RecordPartiesImport } from './record-parties-import.js';
import { RecordQuestionsImport } from './record-questions-import.js';
import type { TestimonyRecord } from './testimony-record.js';

/** Writes a testimony recorded by hand into the archive: all of it, in the activity it is given, or none. */
@Injectable()
export class RecordImportService {
  constructor(
    private readonly parties: RecordPartiesImport,
    private readonly testimonies: TestimoniesService,
    private readonly claims: RecordClaimsImport,
    private readonly questions: RecordQuestionsImport,
  ) {}

  /**
   * @param file name and text of the record, and the text of the testimony byte for byte
   * @returns the id of the testimony
   * @throws RecordFault with the line of what is wrong
   */
  async import(
    activity: Activity,
    file: { name: string; record: string; text: string },
    onProgress: (done: number, of: number) => void = () => undefined,
  ): Promise<string> {
    const recordFile = new RecordFile(file.name, file.record);
    const record = recordFile.value() as TestimonyRecord;
    const keys = new RecordKeys(recordFile);
    const checker = new RecordChecker(recordFile);

    await this.parties.import(activity, record, keys, checker);
    const testimony = await checker.check(['testimony'], CreateTestimonyDto, {
      ...record.testimony,
      text: file.text,
      contributors: (record.testimony.contributors ?? []).map(({ agent, role }, n) => ({
        role,
        agent: { id: keys.get('agent', agent, ['testimony', 'contributors', n]) },
      })),
    });
    const testimonyId = await this.testimonies.write(activity, testimony);
    await this.claims.import(activity, testimonyId, record, keys, checker, onProgress);
    await this.questions.import(activity, record.questions ?? [], keys, checker);
    return testimonyId;
  }
}
