import { Module } from '@nestjs/common';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { LeadsController } from './leads.controller.js';
import { LeadsQueries } from './leads.queries.js';
import { LeadsService } from './leads.service.js';
import { QuestionsController } from './questions.controller.js';
import { QuestionsQueries } from './questions.queries.js';
import { QuestionsService } from './questions.service.js';

@Module({
  imports: [TestimoniesModule],
  controllers: [QuestionsController, LeadsController],
  providers: [QuestionsService, LeadsService, QuestionsQueries, LeadsQueries],
  exports: [QuestionsService, LeadsService],
})
export class QuestionsModule {}
