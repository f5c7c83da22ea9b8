import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sealCursorsWith } from '../common/sealed-cursor.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';

const cursorKey = statement('cursors.key', 'SELECT key FROM cursor_key');

/** Takes the key that cursors are sealed with from the database: a page goes on after a restart, and on another instance. */
@Injectable()
export class CursorKey implements OnModuleInit {
  constructor(private readonly reader: Reader) {}

  async onModuleInit(): Promise<void> {
    const [row] = await this.reader.rows<{ key: Buffer }>(cursorKey, []);
    if (row !== undefined) sealCursorsWith(row.key);
  }
}
