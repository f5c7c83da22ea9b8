import { Module } from '@nestjs/common';
import { ContactsController } from './contacts.controller.js';
import { ContactsQueries } from './contacts.queries.js';
import { ContactsService } from './contacts.service.js';
import { LifeController } from './life.controller.js';
import { LifeQueries } from './life.queries.js';
import { LifeService } from './life.service.js';
import { OfficesController } from './offices.controller.js';
import { OfficesQueries } from './offices.queries.js';
import { OfficesService } from './offices.service.js';
import { ReachabilityController } from './reachability.controller.js';
import { ReachabilityQueries } from './reachability.queries.js';
import { ReachabilityService } from './reachability.service.js';
import { StatesOfHealthController } from './states-of-health.controller.js';
import { StatesOfHealthQueries } from './states-of-health.queries.js';
import { StatesOfHealthService } from './states-of-health.service.js';

@Module({
  controllers: [
    LifeController,
    OfficesController,
    ReachabilityController,
    StatesOfHealthController,
    ContactsController,
  ],
  providers: [
    LifeService,
    LifeQueries,
    OfficesService,
    OfficesQueries,
    ReachabilityService,
    ReachabilityQueries,
    StatesOfHealthService,
    StatesOfHealthQueries,
    ContactsService,
    ContactsQueries,
  ],
  exports: [LifeService, OfficesService, ReachabilityService],
})
export class LivesModule {}
