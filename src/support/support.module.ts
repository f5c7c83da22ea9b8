import { Module } from '@nestjs/common';
import { RecordLabelsQueries } from './record-labels.queries.js';
import { SupportRowsQueries } from './support-rows.queries.js';
import { SupportController } from './support.controller.js';
import { SupportQueries } from './support.queries.js';

@Module({
  controllers: [SupportController],
  providers: [SupportQueries, SupportRowsQueries, RecordLabelsQueries],
  exports: [SupportQueries],
})
export class SupportModule {}
