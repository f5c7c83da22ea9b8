import { Module } from '@nestjs/common';
import { FlagsController } from './flags.controller.js';
import { FlagsQueries } from './flags.queries.js';
import { FlagsService } from './flags.service.js';

@Module({ controllers: [FlagsController], providers: [FlagsService, FlagsQueries], exports: [FlagsService] })
export class FlagsModule {}
