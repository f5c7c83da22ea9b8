import { Module } from '@nestjs/common';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { DescentsController } from './descents.controller.js';
import { DescentsQueries } from './descents.queries.js';
import { DescentsService } from './descents.service.js';

@Module({
  imports: [TestimoniesModule],
  controllers: [DescentsController],
  providers: [DescentsService, DescentsQueries],
  exports: [DescentsService],
})
export class DescentModule {}
