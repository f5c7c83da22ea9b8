import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { RevisionsController } from './revisions.controller.js';
import { RevisionsQueries } from './revisions.queries.js';
import { RevisionsService } from './revisions.service.js';

@Module({
  imports: [ClaimsModule, TestimoniesModule],
  controllers: [RevisionsController],
  providers: [RevisionsService, RevisionsQueries],
})
export class RevisionsModule {}
