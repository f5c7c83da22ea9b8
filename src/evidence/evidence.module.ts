import { Module } from '@nestjs/common';
import { SourcesModule } from '../sources/sources.module.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceQueries } from './evidence.queries.js';
import { EvidenceService } from './evidence.service.js';

@Module({
  imports: [SourcesModule],
  controllers: [EvidenceController],
  providers: [EvidenceService, EvidenceQueries],
  exports: [EvidenceService],
})
export class EvidenceModule {}
