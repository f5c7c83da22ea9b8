import { Module } from '@nestjs/common';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { ContradictionsController } from './contradictions.controller.js';
import { ContradictionsQueries } from './contradictions.queries.js';
import { ContradictionsService } from './contradictions.service.js';

@Module({
  imports: [TestimoniesModule],
  controllers: [ContradictionsController],
  providers: [ContradictionsService, ContradictionsQueries],
  exports: [ContradictionsService],
})
export class ContradictionsModule {}
