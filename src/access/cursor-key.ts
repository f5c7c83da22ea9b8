import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sealCursorsWith } from '../common/sealed-cursor.js';

/** Takes the key that cursors are sealed with from the database: a page goes on after a restart, and on another instance. */
@Injectable()
export class CursorKey implements OnModuleInit {
  constructor(private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    const [row] = await this.dataSource.query<{ key: Buffer }[]>('SELECT key FROM cursor_key');
    if (row !== undefined) sealCursorsWith(row.key);
  }
}
