import { Module } from '@nestjs/common';
import { AuthoritiesModule } from '../authorities/authorities.module.js';
import { LivesModule } from '../lives/lives.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { AttemptsController } from './attempts.controller.js';
import { AttemptsQueries } from './attempts.queries.js';
import { AttemptsService } from './attempts.service.js';
import { CoverageController } from './coverage.controller.js';
import { CoverageQueries } from './coverage.queries.js';
import { ExpectedDocumentsController } from './expected-documents.controller.js';
import { ExpectedDocumentsQueries } from './expected-documents.queries.js';
import { ExpectedDocumentsService } from './expected-documents.service.js';
import { LeadStopsController } from './lead-stops.controller.js';
import { LeadStopsQueries } from './lead-stops.queries.js';
import { LeadStopsService } from './lead-stops.service.js';
import { LeadsController } from './leads.controller.js';
import { LeadsQueries } from './leads.queries.js';
import { LeadsService } from './leads.service.js';
import { MergesController } from './merges.controller.js';
import { QuestionTransitionsService } from './question-transitions.service.js';
import { QuestionsController } from './questions.controller.js';
import { QuestionsQueries } from './questions.queries.js';
import { QuestionsService } from './questions.service.js';

@Module({
  imports: [AuthoritiesModule, LivesModule, SourcesModule, TestimoniesModule],
  controllers: [
    QuestionsController,
    ExpectedDocumentsController,
    CoverageController,
    LeadsController,
    AttemptsController,
    LeadStopsController,
    MergesController,
  ],
  providers: [
    QuestionsService,
    QuestionTransitionsService,
    QuestionsQueries,
    ExpectedDocumentsService,
    ExpectedDocumentsQueries,
    CoverageQueries,
    LeadsService,
    LeadsQueries,
    AttemptsService,
    AttemptsQueries,
    LeadStopsService,
    LeadStopsQueries,
  ],
  exports: [QuestionsService, ExpectedDocumentsService, LeadsService, AttemptsService, LeadStopsService],
})
export class QuestionsModule {}
