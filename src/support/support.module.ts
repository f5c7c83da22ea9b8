import { Module } from '@nestjs/common';
import { ImpactRowsQueries } from './impact-rows.queries.js';
import { ImpactController } from './impact.controller.js';
import { ImpactQueries } from './impact.queries.js';
import { RecordLabelsQueries } from './record-labels.queries.js';
import { SupportRowsQueries } from './support-rows.queries.js';
import { SupportController } from './support.controller.js';
import { SupportSummariesQueries } from './support-summaries.queries.js';
import { SupportQueries } from './support.queries.js';

@Module({
  controllers: [SupportController, ImpactController],
  providers: [
    SupportQueries,
    SupportSummariesQueries,
    SupportRowsQueries,
    ImpactQueries,
    ImpactRowsQueries,
    RecordLabelsQueries,
  ],
  exports: [SupportQueries, SupportSummariesQueries, ImpactQueries],
})
export class SupportModule {}
