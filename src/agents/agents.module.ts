import { Module } from '@nestjs/common';
import { AgentsController } from './agents.controller.js';
import { AgentsQueries } from './agents.queries.js';
import { AgentsService } from './agents.service.js';
import { EventsController } from './events.controller.js';
import { EventsQueries } from './events.queries.js';
import { EventsService } from './events.service.js';
import { PlacesController } from './places.controller.js';
import { PlacesQueries } from './places.queries.js';
import { PlacesService } from './places.service.js';

@Module({
  controllers: [AgentsController, PlacesController, EventsController],
  providers: [AgentsService, AgentsQueries, PlacesService, PlacesQueries, EventsService, EventsQueries],
  exports: [AgentsService, PlacesService, EventsService],
})
export class AgentsModule {}
