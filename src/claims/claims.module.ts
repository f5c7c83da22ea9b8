import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { AnchorLedgerController } from './anchor-ledger.controller.js';
import { AnchorLedgerQueries } from './anchor-ledger.queries.js';
import { ClaimsController } from './claims.controller.js';
import { ClaimsQueries } from './claims.queries.js';
import { ClaimsService } from './claims.service.js';
import { MentionsController } from './mentions.controller.js';
import { MentionsQueries } from './mentions.queries.js';
import { MentionsService } from './mentions.service.js';
import { ReadingQueries } from './reading.queries.js';
import { TellersController } from './tellers.controller.js';
import { TellersQueries } from './tellers.queries.js';
import { TellersService } from './tellers.service.js';

@Module({
  imports: [AgentsModule, SourcesModule, TestimoniesModule],
  controllers: [ClaimsController, AnchorLedgerController, TellersController, MentionsController],
  providers: [
    ClaimsService,
    ClaimsQueries,
    AnchorLedgerQueries,
    ReadingQueries,
    TellersService,
    TellersQueries,
    MentionsService,
    MentionsQueries,
  ],
  exports: [ClaimsService, MentionsService],
})
export class ClaimsModule {}
