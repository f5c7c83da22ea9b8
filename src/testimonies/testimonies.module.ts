import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { TestimoniesController } from './testimonies.controller.js';
import { TestimoniesQueries } from './testimonies.queries.js';
import { TestimoniesService } from './testimonies.service.js';
import { TestimonyIdPipe } from './testimony-id.js';

@Module({
  imports: [AgentsModule],
  controllers: [TestimoniesController],
  providers: [TestimoniesService, TestimoniesQueries, TestimonyIdPipe],
  exports: [TestimoniesService, TestimoniesQueries, TestimonyIdPipe],
})
export class TestimoniesModule {}
