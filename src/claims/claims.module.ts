import { Module } from '@nestjs/common';
import { SourcesModule } from '../sources/sources.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { ClaimsController } from './claims.controller.js';
import { ClaimsQueries } from './claims.queries.js';
import { ClaimsService } from './claims.service.js';
import { ReadingQueries } from './reading.queries.js';

@Module({
  imports: [SourcesModule, TestimoniesModule],
  controllers: [ClaimsController],
  providers: [ClaimsService, ClaimsQueries, ReadingQueries],
  exports: [ClaimsService],
})
export class ClaimsModule {}
