import { Module } from '@nestjs/common';
import { SourcesModule } from '../sources/sources.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { ClaimsController } from './claims.controller.js';
import { ClaimsQueries } from './claims.queries.js';
import { ClaimsService } from './claims.service.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceQueries } from './evidence.queries.js';
import { EvidenceService } from './evidence.service.js';
import { ReadingQueries } from './reading.queries.js';

@Module({
  imports: [SourcesModule, TestimoniesModule],
  controllers: [ClaimsController, EvidenceController],
  providers: [ClaimsService, ClaimsQueries, EvidenceService, EvidenceQueries, ReadingQueries],
  exports: [ClaimsService, EvidenceService],
})
export class ClaimsModule {}
