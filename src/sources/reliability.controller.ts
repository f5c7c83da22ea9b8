import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { GradeReliabilityDto, reliabilitySchema } from './reliability.dto.js';
import { ReliabilityQueries } from './reliability.queries.js';
import { ReliabilityService } from './reliability.service.js';

@ApiTags('Sources')
@Controller('api/sources/:id/reliability')
export class ReliabilityController {
  constructor(
    private readonly reliability: ReliabilityService,
    private readonly queries: ReliabilityQueries,
  ) {}

  @ApiOperation({ summary: 'Grades a source, as the agent of the token. Earlier grades stay.' })
  @Post()
  @Requires('reliability.assess')
  @Answers(201, reliabilitySchema, 404)
  async grade(
    @By() by: Attribution,
    @RecordId('source') id: string,
    @Body() body: GradeReliabilityDto,
  ): Promise<JsonDocument> {
    return this.queries.grade(await this.reliability.grade(by, id, body), by.clearance);
  }

  @ApiOperation({ summary: 'Every grade a source was given, the latest first.' })
  @Get()
  @Answers(200, listOf(reliabilitySchema), 404, 422)
  list(
    @RecordId('source') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.gradesOf(id, query, clearance);
  }
}
