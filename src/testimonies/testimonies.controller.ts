import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordNumber } from '../common/record-number.js';
import {
  CreateTestimonyDto,
  revisionSchema,
  ReviseTestimonyDto,
  testimonySchema,
  testimonySummary,
} from './testimonies.dto.js';
import { TestimoniesQueries } from './testimonies.queries.js';
import { TestimoniesService } from './testimonies.service.js';
import { TestimonyId } from './testimony-id.js';
import { BODY_LIMIT } from './whole-text.js';

@ApiTags('Testimonies')
@Controller('api/testimonies')
export class TestimoniesController {
  constructor(
    private readonly testimonies: TestimoniesService,
    private readonly queries: TestimoniesQueries,
  ) {}

  @ApiOperation({ summary: 'Takes in a testimony: its text, what describes it and who had a part in it.' })
  @Post()
  @Requires('testimony.create')
  @RouteConfig({ bodyLimit: BODY_LIMIT })
  @Answers(201, testimonySchema)
  async create(@By() by: Attribution, @Body() body: CreateTestimonyDto): Promise<JsonDocument> {
    return this.queries.testimony(await this.testimonies.create(by, body), by.clearance);
  }

  @ApiOperation({ summary: 'Testimonies by accession number.' })
  @Get()
  @Answers(200, listOf(testimonySummary), 422)
  list(@Query() query: AsOfPageQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.testimonies(query, clearance);
  }

  @ApiOperation({ summary: 'One testimony, by id or accession number.' })
  @Get(':id')
  @Answers(200, testimonySchema, 404, 422)
  read(
    @TestimonyId() id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.testimony(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Corrects what describes a testimony; never its words.' })
  @Patch(':id')
  @Requires('testimony.revise')
  @Answers(200, testimonySchema, 404, 412, 428)
  async revise(
    @By() by: Attribution,
    @TestimonyId() id: string,
    @IfMatch() version: number,
    @Body() body: ReviseTestimonyDto,
  ): Promise<JsonDocument> {
    await this.testimonies.revise(by, id, version, body);
    return this.queries.testimony(id, by.clearance);
  }

  @ApiOperation({ summary: 'One revision with its whole text and passages.' })
  @Get(':id/revisions/:number')
  @Answers(200, revisionSchema, 404, 422)
  revision(
    @TestimonyId() id: string,
    @RecordNumber('revision') number: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.revision(id, number, clearance, asOf);
  }
}
