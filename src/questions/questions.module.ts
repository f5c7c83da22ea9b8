import { Module } from '@nestjs/common';
import { SourcesModule } from '../sources/sources.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { CoverageController } from './coverage.controller.js';
import { CoverageQueries } from './coverage.queries.js';
import { ExpectedDocumentsController } from './expected-documents.controller.js';
import { ExpectedDocumentsQueries } from './expected-documents.queries.js';
import { ExpectedDocumentsService } from './expected-documents.service.js';
import { LeadsController } from './leads.controller.js';
import { LeadsQueries } from './leads.queries.js';
import { LeadsService } from './leads.service.js';
import { QuestionTransitionsService } from './question-transitions.service.js';
import { QuestionsController } from './questions.controller.js';
import { QuestionsQueries } from './questions.queries.js';
import { QuestionsService } from './questions.service.js';

@Module({
  imports: [SourcesModule, TestimoniesModule],
  controllers: [QuestionsController, ExpectedDocumentsController, CoverageController, LeadsController],
  providers: [
    QuestionsService,
    QuestionTransitionsService,
    ExpectedDocumentsService,
    LeadsService,
    QuestionsQueries,
    ExpectedDocumentsQueries,
    CoverageQueries,
    LeadsQueries,
  ],
  exports: [QuestionsService, ExpectedDocumentsService, LeadsService],
})
export class QuestionsModule {}
