import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { StateReachabilityDto } from '../lives/reachability.dto.js';
import { LeadStopsQueries } from './lead-stops.queries.js';
import { LeadStopsService } from './lead-stops.service.js';
import { statedReachabilitySchema } from './leads.dto.js';

@ApiTags('Lives')
@Controller('api')
export class LeadStopsController {
  constructor(
    private readonly stops: LeadStopsService,
    private readonly queries: LeadStopsQueries,
  ) {}

  @ApiOperation({
    summary:
      'Says whether somebody can be reached. Who died or asked not to be contacted is asked no more: all leads close.',
  })
  @Post('agents/:id/reachability')
  @Requires('life.write')
  @Answers(201, statedReachabilitySchema, 404, 409)
  async state(
    @By() by: Attribution,
    @RecordId('agent') agentId: string,
    @Body() body: StateReachabilityDto,
  ): Promise<JsonDocument> {
    return this.queries.statement(await this.stops.state(by, agentId, body), by.clearance);
  }

  @ApiOperation({ summary: 'One such statement, the leads it closed, and who could still answer.' })
  @Get('reachability/:id')
  @Answers(200, statedReachabilitySchema, 404, 422)
  read(
    @RecordId('statement of reachability') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.statement(id, clearance, asOf);
  }
}
