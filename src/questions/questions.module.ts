import { Module } from '@nestjs/common';
import { LivesModule } from '../lives/lives.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { AttemptsController } from './attempts.controller.js';
import { AttemptsQueries } from './attempts.queries.js';
import { AttemptsService } from './attempts.service.js';
import { LeadStopsController } from './lead-stops.controller.js';
import { LeadStopsQueries } from './lead-stops.queries.js';
import { LeadStopsService } from './lead-stops.service.js';
import { LeadsController } from './leads.controller.js';
import { LeadsQueries } from './leads.queries.js';
import { LeadsService } from './leads.service.js';
import { QuestionsController } from './questions.controller.js';
import { QuestionsQueries } from './questions.queries.js';
import { QuestionsService } from './questions.service.js';

@Module({
  imports: [LivesModule, TestimoniesModule],
  controllers: [QuestionsController, LeadsController, AttemptsController, LeadStopsController],
  providers: [
    QuestionsService,
    QuestionsQueries,
    LeadsService,
    LeadsQueries,
    AttemptsService,
    AttemptsQueries,
    LeadStopsService,
    LeadStopsQueries,
  ],
  exports: [QuestionsService, LeadsService, AttemptsService, LeadStopsService],
})
export class QuestionsModule {}
