import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { ActivitiesQueries } from './activities.queries.js';
import { GraphQueries } from './graph.queries.js';
import { HistoryQueries } from './history.queries.js';
import { Ledger } from './ledger.js';
import { ProvenanceController } from './provenance.controller.js';
import { SettledReads } from './settled-reads.js';

/** Global for the ledger: whatever writes, writes through it. */
@Global()
@Module({
  controllers: [ProvenanceController],
  providers: [
    Ledger,
    GraphQueries,
    ActivitiesQueries,
    HistoryQueries,
    { provide: APP_INTERCEPTOR, useClass: SettledReads },
  ],
  exports: [Ledger],
})
export class ProvenanceModule {}
