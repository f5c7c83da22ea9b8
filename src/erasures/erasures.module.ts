import { type DynamicModule, Module } from '@nestjs/common';
import { ErasureList } from './erasure-list.js';
import { ErasuresController } from './erasures.controller.js';
import { ErasuresQueries } from './erasures.queries.js';
import { ErasuresService } from './erasures.service.js';
import { ReapplicationService } from './reapplication.service.js';

@Module({})
export class ErasuresModule {
  /** @param list the file that the list of erasures is kept in; null where there is none: then nothing is erased */
  static keeping(list: string | null): DynamicModule {
    return {
      module: ErasuresModule,
      controllers: [ErasuresController],
      providers: [
        ErasuresService,
        ErasuresQueries,
        ReapplicationService,
        { provide: ErasureList, useValue: new ErasureList(list) },
      ],
    };
  }
}
