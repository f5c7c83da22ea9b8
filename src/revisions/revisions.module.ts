import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { CitedWordsController } from './cited-words.controller.js';
import { CitedWordsQueries } from './cited-words.queries.js';
import { DifferenceController } from './difference.controller.js';
import { DifferenceQueries } from './difference.queries.js';
import { RevisionsController } from './revisions.controller.js';
import { RevisionsQueries } from './revisions.queries.js';
import { RevisionsService } from './revisions.service.js';

@Module({
  imports: [ClaimsModule, TestimoniesModule],
  controllers: [RevisionsController, DifferenceController, CitedWordsController],
  providers: [RevisionsService, RevisionsQueries, DifferenceQueries, CitedWordsQueries],
})
export class RevisionsModule {}
