import { Module } from '@nestjs/common';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { ContradictionsController } from './contradictions.controller.js';
import { ContradictionsQueries } from './contradictions.queries.js';
import { ContradictionsService } from './contradictions.service.js';
import { SuggestionsController } from './suggestions.controller.js';
import { SuggestionsQueries } from './suggestions.queries.js';
import { SuggestionsService } from './suggestions.service.js';

@Module({
  imports: [TestimoniesModule],
  // In this order: "suggestions" is no id of a case.
  controllers: [SuggestionsController, ContradictionsController],
  providers: [ContradictionsService, ContradictionsQueries, SuggestionsService, SuggestionsQueries],
  exports: [ContradictionsService],
})
export class ContradictionsModule {}
