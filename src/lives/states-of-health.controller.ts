import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { StateHealthDto, stateOfHealthSchema } from './states-of-health.dto.js';
import { StatesOfHealthQueries } from './states-of-health.queries.js';
import { StatesOfHealthService } from './states-of-health.service.js';

@ApiTags('Lives')
@Controller('api')
export class StatesOfHealthController {
  constructor(
    private readonly health: StatesOfHealthService,
    private readonly queries: StatesOfHealthQueries,
  ) {}

  @ApiOperation({
    summary: 'Says how well a person is, so that whoever cannot wait is asked first. For the staff alone.',
  })
  @Post('agents/:id/health')
  @Requires('health.write')
  @Answers(201, stateOfHealthSchema, 404, 409)
  async state(
    @By() by: Attribution,
    @RecordId('agent') agentId: string,
    @Body() body: StateHealthDto,
  ): Promise<JsonDocument> {
    return this.queries.state(await this.health.state(by, agentId, body), by.clearance);
  }

  @ApiOperation({
    summary: 'What was said of how well a person is, the latest first; empty for all but the staff.',
  })
  @Get('agents/:id/health')
  @Answers(200, listOf(stateOfHealthSchema), 404, 422)
  list(
    @RecordId('agent') agentId: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.statesOf(agentId, query, clearance);
  }

  @ApiOperation({ summary: 'One such statement.' })
  @Get('states-of-health/:id')
  @Answers(200, stateOfHealthSchema, 404, 422)
  read(
    @RecordId('state of health') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.state(id, clearance, asOf);
  }
}
