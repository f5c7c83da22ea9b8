import { Global, Module } from '@nestjs/common';
import { ActivitiesQueries } from './activities.queries.js';
import { GraphQueries } from './graph.queries.js';
import { HistoryQueries } from './history.queries.js';
import { Ledger } from './ledger.js';
import { ProvenanceController } from './provenance.controller.js';

/** Global for the ledger: whatever writes, writes through it. */
@Global()
@Module({
  controllers: [ProvenanceController],
  providers: [Ledger, GraphQueries, ActivitiesQueries, HistoryQueries],
  exports: [Ledger],
})
export class ProvenanceModule {}
