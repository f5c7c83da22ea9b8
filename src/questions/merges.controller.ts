import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { WithdrawDto } from '../authorities/name-forms.dto.js';
import { RecordSameAgentDto, RecordSamePlaceDto } from '../authorities/same-as.dto.js';
import { SameAsService } from '../authorities/same-as.service.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { LeadStopsQueries } from './lead-stops.queries.js';
import { LeadStopsService } from './lead-stops.service.js';
import { mergeSchema } from './leads.dto.js';

@ApiTags('Same as')
@Controller('api')
export class MergesController {
  constructor(
    private readonly stops: LeadStopsService,
    private readonly sameAs: SameAsService,
    private readonly queries: LeadStopsQueries,
  ) {}

  @ApiOperation({
    summary:
      'Says that a record is of the same person as another, which merges it into that one, or perhaps is. ' +
      'Whoever must not be asked by one of them is not asked by the other: its leads close.',
  })
  @Post('agents/:id/same-as')
  @Requires('same_as.write')
  @Answers(201, mergeSchema, 404, 409)
  async recordOfAgent(
    @By() by: Attribution,
    @RecordId('agent') id: string,
    @Body() { agentId: sameAsId, ...said }: RecordSameAgentDto,
  ): Promise<JsonDocument> {
    const recorded = await this.stops.merge(by, { kind: 'agent', id }, { sameAsId, ...said });
    return this.queries.merge(recorded, by.clearance);
  }

  @ApiOperation({
    summary:
      'Says that a place is the same as another, which merges its record into that one, or perhaps is.',
  })
  @Post('places/:id/same-as')
  @Requires('same_as.write')
  @Answers(201, mergeSchema, 404, 409)
  async recordOfPlace(
    @By() by: Attribution,
    @RecordId('place') id: string,
    @Body() { placeId: sameAsId, ...said }: RecordSamePlaceDto,
  ): Promise<JsonDocument> {
    const recorded = await this.stops.merge(by, { kind: 'place', id }, { sameAsId, ...said });
    return this.queries.merge(recorded, by.clearance);
  }

  @ApiOperation({
    summary: 'One statement that two records are, or perhaps are, of the same person or place.',
  })
  @Get('same-as/:id')
  @Answers(200, mergeSchema, 404, 422)
  read(
    @RecordId('statement that two are the same') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.merge(id, clearance, asOf);
  }

  @ApiOperation({
    summary:
      'Takes it back, with the reason: merged records are two again. Leads it closed are named, and stay closed.',
  })
  @Post('same-as/:id/withdrawal')
  @HttpCode(200)
  @Requires('same_as.write')
  @Answers(200, mergeSchema, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('statement that two are the same') id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawDto,
  ): Promise<JsonDocument> {
    await this.sameAs.withdraw(by, id, version, body.because);
    return this.queries.merge(id, by.clearance);
  }
}
