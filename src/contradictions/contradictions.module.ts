import { Module } from '@nestjs/common';
import { ContradictionsController } from './contradictions.controller.js';
import { ContradictionsQueries } from './contradictions.queries.js';
import { ContradictionsService } from './contradictions.service.js';

@Module({
  controllers: [ContradictionsController],
  providers: [ContradictionsService, ContradictionsQueries],
  exports: [ContradictionsService],
})
export class ContradictionsModule {}
