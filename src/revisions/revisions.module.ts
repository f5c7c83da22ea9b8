import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { NarratorReviewsController } from './narrator-reviews.controller.js';
import { NarratorReviewsQueries } from './narrator-reviews.queries.js';
import { NarratorReviewsService } from './narrator-reviews.service.js';

@Module({
  imports: [ClaimsModule, TestimoniesModule],
  controllers: [NarratorReviewsController],
  providers: [NarratorReviewsService, NarratorReviewsQueries],
})
export class RevisionsModule {}
