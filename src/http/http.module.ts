import { Module } from '@nestjs/common';
import { DocsController } from './docs.controller.js';
import { HealthController } from './health.controller.js';
import { HealthQueries } from './health.queries.js';

@Module({ controllers: [DocsController, HealthController], providers: [HealthQueries] })
export class HttpModule {}
