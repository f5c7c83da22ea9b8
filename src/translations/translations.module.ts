import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { TestimoniesModule } from '../testimonies/testimonies.module.js';
import { TranslationsController } from './translations.controller.js';
import { TranslationsQueries } from './translations.queries.js';
import { TranslationsService } from './translations.service.js';

@Module({
  imports: [AgentsModule, TestimoniesModule],
  controllers: [TranslationsController],
  providers: [TranslationsService, TranslationsQueries],
})
export class TranslationsModule {}
