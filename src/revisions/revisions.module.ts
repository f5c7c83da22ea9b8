import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { ClaimsModule } from '../claims/claims.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { AnchorDecisionsService } from './anchor-decisions.service.js';
import { AnchorsController } from './anchors.controller.js';
import { AnchorsQueries } from './anchors.queries.js';
import { DifferenceController } from './difference.controller.js';
import { DifferenceQueries } from './difference.queries.js';
import { NarratorReviewsController } from './narrator-reviews.controller.js';
import { NarratorReviewsQueries } from './narrator-reviews.queries.js';
import { NarratorReviewsService } from './narrator-reviews.service.js';
import { RevisionsController } from './revisions.controller.js';
import { RevisionsQueries } from './revisions.queries.js';
import { RevisionsService } from './revisions.service.js';

@Module({
  imports: [AgentsModule, ClaimsModule, TestimoniesModule],
  controllers: [RevisionsController, AnchorsController, DifferenceController, NarratorReviewsController],
  providers: [
    RevisionsService,
    RevisionsQueries,
    AnchorDecisionsService,
    AnchorsQueries,
    DifferenceQueries,
    NarratorReviewsService,
    NarratorReviewsQueries,
  ],
})
export class RevisionsModule {}
