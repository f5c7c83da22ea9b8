import { Module } from '@nestjs/common';
import { AgentsController } from './agents.controller.js';
import { AgentsQueries } from './agents.queries.js';
import { AgentsService } from './agents.service.js';
import { PlacesController } from './places.controller.js';
import { PlacesQueries } from './places.queries.js';
import { PlacesService } from './places.service.js';

@Module({
  controllers: [AgentsController, PlacesController],
  providers: [AgentsService, AgentsQueries, PlacesService, PlacesQueries],
  exports: [AgentsService, PlacesService],
})
export class AgentsModule {}
