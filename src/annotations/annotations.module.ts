import { Module } from '@nestjs/common';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { AnnotationsController } from './annotations.controller.js';
import { AnnotationsQueries } from './annotations.queries.js';

/** Claims in the forms that others read. */
@Module({
  imports: [TestimoniesModule],
  controllers: [AnnotationsController],
  providers: [AnnotationsQueries],
})
export class AnnotationsModule {}
