import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { foundNameSchema, NamesQuery } from './name-search.dto.js';
import { NameSearchQueries } from './name-search.queries.js';

@ApiTags('Names')
@Controller('api/names')
export class NameSearchController {
  constructor(private readonly queries: NameSearchQueries) {}

  @ApiOperation({
    summary: 'Whoever and whatever bears a name, however it is written; exact names before longer ones.',
  })
  @Get()
  @Answers(200, listOf(foundNameSchema), 422)
  search(@Query() query: NamesQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.search(query, clearance);
  }
}
