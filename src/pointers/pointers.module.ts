import { Module } from '@nestjs/common';
import { CitedWordsController } from './cited-words.controller.js';
import { CitedWordsQueries } from './cited-words.queries.js';
import { CitedWordsService } from './cited-words.service.js';

@Module({
  controllers: [CitedWordsController],
  providers: [CitedWordsService, CitedWordsQueries],
})
export class PointersModule {}
