import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../access/requires.js';
import { DryRunQuery } from '../common/dry-run-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, AnswersDryRun, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import {
  DecideErasureDto,
  erasureRehearsalSchema,
  erasureSchema,
  ErasuresQuery,
  erasureSummarySchema,
  RequestErasureDto,
} from './erasures.dto.js';
import { ErasuresQueries } from './erasures.queries.js';
import { ErasuresService } from './erasures.service.js';

@ApiTags('Erasures')
@Controller('api/erasures')
export class ErasuresController {
  constructor(
    private readonly erasures: ErasuresService,
    private readonly queries: ErasuresQueries,
  ) {}

  @ApiOperation({
    summary:
      'Requests that words be destroyed; dryRun=true says all that would be. Another person carries it out.',
  })
  @Post()
  @Requires('erasure.request')
  @Answers(201, erasureSchema, 409)
  @AnswersDryRun(erasureRehearsalSchema)
  async request(
    @By() by: Attribution,
    @Query() { dryRun }: DryRunQuery,
    @Body() body: RequestErasureDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonDocument> {
    if (dryRun === true) {
      void reply.status(200);
      return this.erasures.rehearse(by, body);
    }
    return this.queries.erasure(await this.erasures.request(by, body), by.clearance);
  }

  @ApiOperation({ summary: 'Erasures requested, carried out and withdrawn, the latest first.' })
  @Get()
  @Requires('erasure.read')
  @Answers(200, listOf(erasureSummarySchema), 403, 422)
  list(@Query() query: ErasuresQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.erasures(query, clearance);
  }

  @ApiOperation({ summary: 'One erasure, and what it destroyed: kinds, counts and places.' })
  @Get(':id')
  @Requires('erasure.read')
  @Answers(200, erasureSchema, 403, 404)
  read(@RecordId('erasure') id: string, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.erasure(id, clearance);
  }

  @ApiOperation({
    summary:
      'Destroys the words, for good: by a second person. dryRun=true says all that would be destroyed.',
  })
  @Post(':id/execution')
  @HttpCode(200)
  @Requires('erasure.decide')
  @Answers(200, { anyOf: [erasureSchema, erasureRehearsalSchema] }, 403, 404, 409)
  async execute(
    @By() by: Attribution,
    @RecordId('erasure') id: string,
    @Query() { dryRun }: DryRunQuery,
    @Body() body: DecideErasureDto,
  ): Promise<JsonDocument> {
    if (dryRun === true) return this.erasures.rehearseExecution(by, id, body);
    await this.erasures.execute(by, id, body);
    return this.queries.erasure(id, by.clearance);
  }

  @ApiOperation({ summary: 'Withdraws an erasure that was not carried out.' })
  @Post(':id/withdrawal')
  @HttpCode(200)
  @Requires('erasure.request')
  @Answers(200, erasureSchema, 403, 404, 409)
  async withdraw(
    @By() by: Attribution,
    @RecordId('erasure') id: string,
    @Body() body: DecideErasureDto,
  ): Promise<JsonDocument> {
    await this.erasures.withdraw(by, id, body);
    return this.queries.erasure(id, by.clearance);
  }
}
