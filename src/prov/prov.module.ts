import { Module } from '@nestjs/common';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { ExternalProvenanceController } from './external-provenance.controller.js';
import { ExternalProvenanceQueries } from './external-provenance.queries.js';
import { ExternalProvenanceService } from './external-provenance.service.js';
import { ProvController } from './prov.controller.js';
import { ProvQueries } from './prov.queries.js';

@Module({
  imports: [TestimoniesModule],
  controllers: [ProvController, ExternalProvenanceController],
  providers: [ProvQueries, ExternalProvenanceService, ExternalProvenanceQueries],
  exports: [ProvQueries],
})
export class ProvModule {}
