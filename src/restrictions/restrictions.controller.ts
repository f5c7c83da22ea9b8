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
  EndRestrictionDto,
  RestrictDto,
  restrictionSchema,
  RestrictionsQuery,
  restrictionSummarySchema,
} from './restrictions.dto.js';
import { RestrictionsQueries } from './restrictions.queries.js';
import { RestrictionsService } from './restrictions.service.js';

@ApiTags('Restrictions')
@Controller('api/restrictions')
export class RestrictionsController {
  constructor(
    private readonly restrictions: RestrictionsService,
    private readonly queries: RestrictionsQueries,
  ) {}

  @ApiOperation({ summary: 'Restricts a record or a part of it, and with it all that derives from it.' })
  @Post()
  @Requires('restriction.write')
  @Answers(201, restrictionSchema, 409)
  @AnswersDryRun(restrictionSchema)
  async restrict(
    @By() by: Attribution,
    @Query() { dryRun }: DryRunQuery,
    @Body() body: RestrictDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonDocument> {
    if (dryRun === true) {
      void reply.status(200);
      return this.restrictions.rehearse(by, body);
    }
    return this.queries.restriction(await this.restrictions.restrict(by, body), by.clearance);
  }

  @ApiOperation({
    summary: 'The restrictions, in force and ended, the latest first; or those that close one record.',
  })
  @Get()
  @Requires('restriction.read')
  @Answers(200, listOf(restrictionSummarySchema), 403, 422)
  list(@Query() query: RestrictionsQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.restrictions(query, clearance);
  }

  @ApiOperation({ summary: 'One restriction, and the records it closes.' })
  @Get(':id')
  @Requires('restriction.read')
  @Answers(200, restrictionSchema, 403, 404)
  read(@RecordId('restriction') id: string, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.restriction(id, clearance);
  }

  @ApiOperation({ summary: 'Ends a restriction before its time, with the reason; both stay on record.' })
  @Post(':id/end')
  @HttpCode(200)
  @Requires('restriction.write')
  @Answers(200, restrictionSchema, 403, 404, 409)
  async end(
    @By() by: Attribution,
    @RecordId('restriction') id: string,
    @Body() body: EndRestrictionDto,
  ): Promise<JsonDocument> {
    await this.restrictions.lift(by, id, body);
    return this.queries.restriction(id, by.clearance);
  }
}
