import { Injectable } from '@nestjs/common';
import type { Activity } from '../provenance/ledger.js';
import { RecordChecker } from './record-checker.js';
import { RecordFile } from './record-file.js';
import { RecordKeys } from './record-keys.js';
import { RecordLivesImport } from './record-lives-import.js';
import { RecordPartiesImport } from './record-parties-import.js';
import { RecordQuestionsImport } from './record-questions-import.js';
import { RecordTestimonyImport } from './record-testimony-import.js';
import type { TestimonyRecord } from './testimony-record.js';

/** Writes a testimony recorded by hand into the archive: all of it, in the activity it is given, or none. */
@Injectable()
export class RecordImportService {
  constructor(
    private readonly parties: RecordPartiesImport,
    private readonly testimony: RecordTestimonyImport,
    private readonly lives: RecordLivesImport,
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
    const testimonyId = await this.testimony.import(activity, record, file.text, keys, checker, onProgress);
    // What is said of lives may rest on claims; and nobody who has died is a lead that is still to be reached.
    await this.lives.import(activity, record.agents ?? {}, keys, checker);
    await this.questions.import(activity, record.questions ?? [], keys, checker);
    return testimonyId;
  }
}
