import { type DynamicModule, Module } from '@nestjs/common';
import { Attestations } from './attestations.js';
import { LogController } from './log.controller.js';
import { LogKeys } from './log-keys.js';
import { LogPool } from './log-pool.js';
import { LOG_SETTINGS, type LogSettings } from './log-settings.js';
import { LogTimer } from './log-timer.js';
import { LogQueries } from './log.queries.js';
import { ReceiptsQueries } from './receipts.queries.js';
import { Sequencer } from './sequencer.js';
import { TreeQueries } from './tree.queries.js';

@Module({})
export class TransparencyLogModule {
  /** @param settings null where the tree is left to others: entries are written all the same */
  static with(settings: LogSettings | null): DynamicModule {
    return {
      module: TransparencyLogModule,
      controllers: [LogController],
      providers: [
        { provide: LOG_SETTINGS, useValue: settings },
        LogPool,
        LogKeys,
        Sequencer,
        Attestations,
        LogTimer,
        LogQueries,
        TreeQueries,
        ReceiptsQueries,
      ],
      exports: [ReceiptsQueries, TreeQueries, LogKeys],
    };
  }
}
