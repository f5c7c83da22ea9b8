import { Module } from '@nestjs/common';
import { SourcesModule } from '../sources/sources.module.js';
import { SupportModule } from '../support/support.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { AssessmentsController } from './assessments.controller.js';
import { AssessmentsQueries } from './assessments.queries.js';
import { AssessmentsService } from './assessments.service.js';
import { CitationsController } from './citations.controller.js';
import { CitationsQueries } from './citations.queries.js';
import { CitationsService } from './citations.service.js';
import { RehearsalService } from './rehearsal.service.js';
import { SourceWithdrawalController } from './source-withdrawal.controller.js';
import { SourceWithdrawalService } from './source-withdrawal.service.js';

@Module({
  imports: [SourcesModule, SupportModule, TestimoniesModule],
  controllers: [CitationsController, AssessmentsController, SourceWithdrawalController],
  providers: [
    CitationsService,
    CitationsQueries,
    AssessmentsService,
    AssessmentsQueries,
    SourceWithdrawalService,
    RehearsalService,
  ],
})
export class EvidenceModule {}
