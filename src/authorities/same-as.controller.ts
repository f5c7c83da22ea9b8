import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { WithdrawDto } from './name-forms.dto.js';
import {
  agentClusterSchema,
  placeClusterSchema,
  RecordSameAgentDto,
  RecordSamePlaceDto,
  sameAsSchema,
} from './same-as.dto.js';
import { SameAsQueries } from './same-as.queries.js';
import { SameAsService } from './same-as.service.js';

@ApiTags('Same as')
@Controller('api')
export class SameAsController {
  constructor(
    private readonly sameAs: SameAsService,
    private readonly queries: SameAsQueries,
  ) {}

  @ApiOperation({
    summary:
      'Says that somebody is the same as another, which merges its record into that one, or perhaps is.',
  })
  @Post('agents/:id/same-as')
  @Requires('same_as.write')
  @Answers(201, sameAsSchema, 404, 409)
  async recordOfAgent(
    @By() by: Attribution,
    @RecordId('agent') id: string,
    @Body() { agentId: sameAsId, ...said }: RecordSameAgentDto,
  ): Promise<JsonDocument> {
    const recorded = await this.sameAs.record(by, { kind: 'agent', id }, { sameAsId, ...said });
    return this.queries.statement(recorded, by.clearance);
  }

  @ApiOperation({ summary: 'What was said of whether a record and others are one person, withdrawn too.' })
  @Get('agents/:id/same-as')
  @Answers(200, listOf(sameAsSchema), 404, 422)
  ofAgent(
    @RecordId('agent') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: number,
  ): Promise<JsonDocument> {
    return this.queries.statementsOf({ kind: 'agent', id }, query, clearance);
  }

  @ApiOperation({ summary: 'All records of the same person, and the one that stands for them.' })
  @Get('agents/:id/cluster')
  @Answers(200, agentClusterSchema, 404, 422)
  clusterOfAgent(
    @RecordId('agent') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: number,
  ): Promise<JsonDocument> {
    return this.queries.cluster({ kind: 'agent', id }, clearance, asOf);
  }

  @ApiOperation({
    summary:
      'Says that a place is the same as another, which merges its record into that one, or perhaps is.',
  })
  @Post('places/:id/same-as')
  @Requires('same_as.write')
  @Answers(201, sameAsSchema, 404, 409)
  async recordOfPlace(
    @By() by: Attribution,
    @RecordId('place') id: string,
    @Body() { placeId: sameAsId, ...said }: RecordSamePlaceDto,
  ): Promise<JsonDocument> {
    const recorded = await this.sameAs.record(by, { kind: 'place', id }, { sameAsId, ...said });
    return this.queries.statement(recorded, by.clearance);
  }

  @ApiOperation({ summary: 'What was said of whether a record and others are one place, withdrawn too.' })
  @Get('places/:id/same-as')
  @Answers(200, listOf(sameAsSchema), 404, 422)
  ofPlace(
    @RecordId('place') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: number,
  ): Promise<JsonDocument> {
    return this.queries.statementsOf({ kind: 'place', id }, query, clearance);
  }

  @ApiOperation({ summary: 'All records of the same place, and the one that stands for them.' })
  @Get('places/:id/cluster')
  @Answers(200, placeClusterSchema, 404, 422)
  clusterOfPlace(
    @RecordId('place') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: number,
  ): Promise<JsonDocument> {
    return this.queries.cluster({ kind: 'place', id }, clearance, asOf);
  }

  @ApiOperation({
    summary: 'One statement that two records are, or perhaps are, of the same person or place.',
  })
  @Get('same-as/:id')
  @Answers(200, sameAsSchema, 404, 422)
  read(
    @RecordId('statement that two are the same') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: number,
  ): Promise<JsonDocument> {
    return this.queries.statement(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Takes it back, with the reason: merged records are two again, as they were.' })
  @Post('same-as/:id/withdrawal')
  @HttpCode(200)
  @Requires('same_as.write')
  @Answers(200, sameAsSchema, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('statement that two are the same') id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawDto,
  ): Promise<JsonDocument> {
    await this.sameAs.withdraw(by, id, version, body.because);
    return this.queries.statement(id, by.clearance);
  }
}
