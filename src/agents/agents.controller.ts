import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { agentSchema, AgentsQuery, CreateAgentDto, ReviseAgentDto } from './agents.dto.js';
import { AgentsQueries } from './agents.queries.js';
import { AgentsService } from './agents.service.js';

@ApiTags('Agents')
@Controller('api/agents')
export class AgentsController {
  constructor(
    private readonly agents: AgentsService,
    private readonly queries: AgentsQueries,
  ) {}

  @ApiOperation({ summary: 'Records a person, an organisation or a group, named or unnamed.' })
  @Post()
  @Requires('agent.write')
  @Answers(201, agentSchema)
  async create(@By() by: Attribution, @Body() body: CreateAgentDto): Promise<JsonDocument> {
    return this.queries.agent(await this.agents.create(by, body), by.clearance);
  }

  @ApiOperation({ summary: 'People, organisations and groups, in the order they were recorded.' })
  @Get()
  @Answers(200, listOf(agentSchema), 422)
  list(@Query() query: AgentsQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.agents(query, clearance);
  }

  @ApiOperation({ summary: 'One person, organisation or group.' })
  @Get(':id')
  @Answers(200, agentSchema, 404, 422)
  read(
    @RecordId('agent') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.agent(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Corrects a name or a description; what it was stays in its history.' })
  @Patch(':id')
  @Requires('agent.write')
  @Answers(200, agentSchema, 404, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('agent') id: string,
    @IfMatch() version: number,
    @Body() body: ReviseAgentDto,
  ): Promise<JsonDocument> {
    await this.agents.revise(by, id, version, body);
    return this.queries.agent(id, by.clearance);
  }
}
