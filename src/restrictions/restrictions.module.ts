import { Module } from '@nestjs/common';
import { AccessRequestsController } from './access-requests.controller.js';
import { AccessRequestsQueries } from './access-requests.queries.js';
import { AccessRequestsService } from './access-requests.service.js';
import { EmbargoTimer } from './embargo-timer.js';
import { EmbargoesController } from './embargoes.controller.js';
import { EmbargoesQueries } from './embargoes.queries.js';
import { EmbargoesService } from './embargoes.service.js';
import { ReleasesController } from './releases.controller.js';
import { ReleasesQueries } from './releases.queries.js';
import { ReleasesService } from './releases.service.js';
import { RestrictionsController } from './restrictions.controller.js';
import { RestrictionsQueries } from './restrictions.queries.js';
import { RestrictionsService } from './restrictions.service.js';

@Module({
  controllers: [RestrictionsController, ReleasesController, EmbargoesController, AccessRequestsController],
  providers: [
    RestrictionsService,
    RestrictionsQueries,
    ReleasesService,
    ReleasesQueries,
    EmbargoesService,
    EmbargoesQueries,
    EmbargoTimer,
    AccessRequestsService,
    AccessRequestsQueries,
  ],
  exports: [RestrictionsService],
})
export class RestrictionsModule {}
