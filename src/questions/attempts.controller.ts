import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { earlierAttemptSchema, EarlierAttemptsQuery, RecordAttemptDto } from './attempts.dto.js';
import { AttemptsQueries } from './attempts.queries.js';
import { AttemptsService } from './attempts.service.js';
import { attemptedLeadSchema } from './leads.dto.js';

@ApiTags('Questions')
@Controller('api/leads/:id')
export class AttemptsController {
  constructor(
    private readonly attempts: AttemptsService,
    private readonly queries: AttemptsQueries,
  ) {}

  @ApiOperation({
    summary: 'Records one try at a lead, and warns where it repeats one. It is never changed afterwards.',
  })
  @Post('attempts')
  @Requires('lead.write')
  @Answers(201, attemptedLeadSchema, 404, 409)
  async record(
    @By() by: Attribution,
    @RecordId('lead') leadId: string,
    @Body() body: RecordAttemptDto,
  ): Promise<JsonDocument> {
    return this.queries.recorded(await this.attempts.record(by, leadId, body), by.clearance);
  }

  @ApiOperation({ summary: 'What came of searching a place for the same before, of whatever question.' })
  @Get('earlier-attempts')
  @Answers(200, listOf(earlierAttemptSchema), 404, 422)
  earlier(
    @RecordId('lead') leadId: string,
    @Query() query: EarlierAttemptsQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.earlier(leadId, query, clearance);
  }
}
