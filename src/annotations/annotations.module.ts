import { Module } from '@nestjs/common';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { AnnotationsController } from './annotations.controller.js';
import { AnnotationsQueries } from './annotations.queries.js';
import { NanopublicationsController } from './nanopublications.controller.js';
import { NanopublicationsQueries } from './nanopublications.queries.js';

/** Claims in the forms that others read. */
@Module({
  imports: [TestimoniesModule],
  controllers: [AnnotationsController, NanopublicationsController],
  providers: [AnnotationsQueries, NanopublicationsQueries],
})
export class AnnotationsModule {}
