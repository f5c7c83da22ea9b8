import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { DifferenceController } from './difference.controller.js';
import { DifferenceQueries } from './difference.queries.js';

@Module({
  imports: [ClaimsModule, TestimoniesModule],
  controllers: [DifferenceController],
  providers: [DifferenceQueries],
})
export class RevisionsModule {}
