import { Module } from '@nestjs/common';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { AssignmentsController } from './assignments.controller.js';
import { AssignmentsQueries } from './assignments.queries.js';
import { AssignmentsService } from './assignments.service.js';
import { QueueController } from './queue.controller.js';
import { QueueQueries } from './queue.queries.js';

@Module({
  imports: [TestimoniesModule],
  controllers: [QueueController, AssignmentsController],
  providers: [QueueQueries, AssignmentsQueries, AssignmentsService],
})
export class QueueModule {}
