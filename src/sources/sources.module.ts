import { Module } from '@nestjs/common';
import { ReliabilityController } from './reliability.controller.js';
import { ReliabilityQueries } from './reliability.queries.js';
import { ReliabilityService } from './reliability.service.js';
import { SealedIdentityController } from './sealed-identity.controller.js';
import { SealedIdentityQueries } from './sealed-identity.queries.js';
import { SealedIdentityService } from './sealed-identity.service.js';
import { SourcesController } from './sources.controller.js';
import { SourcesQueries } from './sources.queries.js';
import { SourcesService } from './sources.service.js';

@Module({
  controllers: [SourcesController, ReliabilityController, SealedIdentityController],
  providers: [
    SourcesService,
    SourcesQueries,
    ReliabilityService,
    ReliabilityQueries,
    SealedIdentityService,
    SealedIdentityQueries,
  ],
  exports: [SourcesService, SourcesQueries, ReliabilityService],
})
export class SourcesModule {}
