import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { leadSchema, LeadTransitionDto, OpenLeadDto, ReviseLeadDto } from './leads.dto.js';
import { LeadsQueries } from './leads.queries.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Questions')
@Controller('api')
export class LeadsController {
  constructor(
    private readonly leads: LeadsService,
    private readonly queries: LeadsQueries,
  ) {}

  @ApiOperation({
    summary: 'Opens a lead: a person, document, place or institution that may answer the question.',
  })
  @Post('questions/:id/leads')
  @Requires('lead.write')
  @Answers(201, leadSchema, 404, 409)
  async open(
    @By() by: Attribution,
    @RecordId('question') questionId: string,
    @Body() body: OpenLeadDto,
  ): Promise<JsonDocument> {
    return this.queries.lead(await this.leads.open(by, questionId, body), by.clearance);
  }

  @ApiOperation({ summary: 'One lead with its attempts.' })
  @Get('leads/:id')
  @Answers(200, leadSchema, 404, 422)
  read(
    @RecordId('lead') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.lead(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Describes a lead better, or says what is to be done next.' })
  @Patch('leads/:id')
  @Requires('lead.write')
  @Answers(200, leadSchema, 404, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('lead') id: string,
    @IfMatch() version: number,
    @Body() body: ReviseLeadDto,
  ): Promise<JsonDocument> {
    await this.leads.revise(by, id, version, body);
    return this.queries.lead(id, by.clearance);
  }

  @ApiOperation({ summary: 'Says how a lead stands now, and what brought it there.' })
  @Post('leads/:id/transitions')
  @HttpCode(200)
  @Requires('lead.write')
  @Answers(200, leadSchema, 403, 404, 409, 412, 428)
  async transition(
    @By() by: Attribution,
    @RecordId('lead') id: string,
    @IfMatch() version: number,
    @Body() body: LeadTransitionDto,
  ): Promise<JsonDocument> {
    await this.leads.transition(by, id, version, body);
    return this.queries.lead(id, by.clearance);
  }
}
