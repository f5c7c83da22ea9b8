import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { CreateSourceDto, ReviseSourceDto, sourceSchema, SourcesQuery } from './sources.dto.js';
import { SourcesQueries } from './sources.queries.js';
import { SourcesService } from './sources.service.js';

@ApiTags('Sources')
@Controller('api/sources')
export class SourcesController {
  constructor(
    private readonly sources: SourcesService,
    private readonly queries: SourcesQueries,
  ) {}

  @ApiOperation({ summary: 'Records a source, named by its CSL-JSON or unnamed.' })
  @Post()
  @Requires('source.write')
  @Answers(201, sourceSchema)
  async create(@By() by: Attribution, @Body() body: CreateSourceDto): Promise<JsonDocument> {
    return this.queries.source(await this.sources.create(by, body), by.clearance);
  }

  @ApiOperation({ summary: 'Sources in the order they were recorded.' })
  @Get()
  @Answers(200, listOf(sourceSchema), 422)
  list(@Query() query: SourcesQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.sources(query, clearance);
  }

  @ApiOperation({ summary: 'One source, with how much rests on it.' })
  @Get(':id')
  @Answers(200, sourceSchema, 404, 422)
  read(
    @RecordId('source') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.source(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Corrects a source, or names one that was unnamed.' })
  @Patch(':id')
  @Requires('source.write')
  @Answers(200, sourceSchema, 404, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('source') id: string,
    @IfMatch() version: number,
    @Body() body: ReviseSourceDto,
  ): Promise<JsonDocument> {
    await this.sources.revise(by, id, version, body);
    return this.queries.source(id, by.clearance);
  }
}
