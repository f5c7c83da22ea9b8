import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { ReachabilityQuery, reachabilitySchema } from './reachability.dto.js';
import { ReachabilityQueries } from './reachability.queries.js';

@ApiTags('Lives')
@Controller('api/agents/:id/reachability')
export class ReachabilityController {
  constructor(private readonly queries: ReachabilityQueries) {}

  @ApiOperation({ summary: 'What was said of whether somebody can be reached, the latest first.' })
  @Get()
  @Answers(200, listOf(reachabilitySchema), 404, 422)
  list(
    @RecordId('agent') id: string,
    @Query() query: ReachabilityQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.statementsOf(id, query, clearance);
  }
}
