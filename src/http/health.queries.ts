import { Injectable } from '@nestjs/common';
import { migrations } from '../database/migrations.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const settings = statement(
  'health.settings',
  `SELECT name FROM pg_settings
   WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'`,
);

const migrated = statement('health.migrated', 'SELECT count(*)::integer AS done FROM migration');

@Injectable()
export class HealthQueries {
  constructor(private readonly reader: Reader) {}

  /**
   * Why the archive should not take requests now; empty when it should. An acknowledged write must survive a power
   * cut, so a server told not to flush to disk is refused.
   */
  async obstacles(): Promise<string[]> {
    const unsafe = await this.reader.rows<{ name: string }>(settings, []);
    const [schema] = await this.reader.rows<{ done: number }>(migrated, []);
    return [
      ...unsafe.map(({ name }) => `PostgreSQL runs with ${name} off: acknowledged writes could be lost`),
      ...((schema?.done ?? 0) < migrations.length
        ? ['the schema is not up to date: run kataribe migrate']
        : []),
    ];
  }
}
