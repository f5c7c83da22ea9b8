import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { AnchorDecisionsService } from './anchor-decisions.service.js';
import { AnchorsController } from './anchors.controller.js';
import { AnchorsQueries } from './anchors.queries.js';
import { DifferenceController } from './difference.controller.js';
import { DifferenceQueries } from './difference.queries.js';
import { RevisionsController } from './revisions.controller.js';
import { RevisionsQueries } from './revisions.queries.js';
import { RevisionsService } from './revisions.service.js';

@Module({
  imports: [ClaimsModule, TestimoniesModule],
  controllers: [RevisionsController, AnchorsController, DifferenceController],
  providers: [RevisionsService, RevisionsQueries, AnchorDecisionsService, AnchorsQueries, DifferenceQueries],
})
export class RevisionsModule {}
