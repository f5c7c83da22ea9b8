import { Module } from '@nestjs/common';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { ConsentsController } from './consents.controller.js';
import { ConsentsQueries } from './consents.queries.js';
import { ConsentsService } from './consents.service.js';
import { NoticesController } from './notices.controller.js';
import { NoticesQueries } from './notices.queries.js';
import { NoticesService } from './notices.service.js';
import { RightsStatementsController } from './rights-statements.controller.js';
import { RightsStatementsQueries } from './rights-statements.queries.js';
import { RightsStatementsService } from './rights-statements.service.js';

@Module({
  imports: [TestimoniesModule],
  controllers: [ConsentsController, RightsStatementsController, NoticesController],
  providers: [
    ConsentsService,
    ConsentsQueries,
    RightsStatementsService,
    RightsStatementsQueries,
    NoticesService,
    NoticesQueries,
  ],
  exports: [RightsStatementsService],
})
export class ConsentsModule {}
