import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { Asking, type Principal } from '../common/principal.js';
import { QueueQuery, queueSchema } from './queue.dto.js';
import { QueueQueries } from './queue.queries.js';

@ApiTags('Queue')
@Controller('api/claims')
export class QueueController {
  constructor(private readonly queries: QueueQueries) {}

  @ApiOperation({
    summary:
      'Claims of the whole archive, or of one testimony, that wait for something: what most leans on first.',
  })
  @Get()
  @Answers(200, queueSchema, 404, 422)
  list(@Query() query: QueueQuery, @Asking() asker: Principal): Promise<JsonDocument> {
    return this.queries.queue(query, asker);
  }
}
