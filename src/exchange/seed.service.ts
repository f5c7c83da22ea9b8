import { STAFF } from '../common/principal.js';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { statement } from '../database/statement.js';
import { ARCHIVE_AGENT_ID } from '../provenance/agent.entity.js';
import { Ledger } from '../provenance/ledger.js';
import { RecordImportService } from './record-import.service.js';

const lockArchive = statement(
  'seed.lock',
  `SELECT pg_advisory_xact_lock(hashtextextended('archive.seed', 0))`,
);
const anyTestimony = statement('seed.any_testimony', 'SELECT FROM testimony LIMIT 1');

class NotEmpty extends Error {}

/** Fills an empty archive with the testimonies of the seeds folder. */
@Injectable()
export class SeedService {
  constructor(
    private readonly ledger: Ledger,
    private readonly records: RecordImportService,
  ) {}

  /**
   * Records the testimony of one seed folder, all of it in one activity, if the archive holds none yet. Two that
   * start at once do it once; one that is cut off leaves nothing.
   * @returns whether it was recorded now
   */
  async seedIfEmpty(folder: string, onProgress?: (done: number, of: number) => void): Promise<boolean> {
    const name = join(folder, 'record.yaml');
    const [record, text] = await Promise.all([readFile(name, 'utf8'), readText(join(folder, 'text.txt'))]);
    const by = { agentId: ARCHIVE_AGENT_ID, clearance: STAFF };
    const note = 'The first testimony, recorded from the seeds of the archive.';
    try {
      await this.ledger.record({ type: 'archive.seed', by, note }, async (activity) => {
        await activity.rows(lockArchive, []);
        if ((await activity.rows(anyTestimony, [])).length > 0) throw new NotEmpty();
        return this.records.import(activity, { name, record, text }, onProgress);
      });
      return true;
    } catch (error) {
      if (error instanceof NotEmpty) return false;
      throw error;
    }
  }
}

/** Byte for byte: what is no UTF-8 is refused instead of being mended. */
async function readText(path: string): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
}
