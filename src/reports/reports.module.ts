import { Module } from '@nestjs/common';
import { SupportModule } from '../support/support.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { ReportsController } from './reports.controller.js';
import { ReportsQueries } from './reports.queries.js';
import { ReportsService } from './reports.service.js';

@Module({
  imports: [TestimoniesModule, SupportModule],
  controllers: [ReportsController],
  providers: [ReportsService, ReportsQueries],
  exports: [ReportsService],
})
export class ReportsModule {}
