import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { CreateEventDto, eventSchema, ReviseEventDto } from './events.dto.js';
import { EventsQueries } from './events.queries.js';
import { EventsService } from './events.service.js';

@ApiTags('Agents')
@Controller('api/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly queries: EventsQueries,
  ) {}

  @ApiOperation({ summary: 'Records an event that is spoken of.' })
  @Post()
  @Requires('event.write')
  @Answers(201, eventSchema)
  async create(@By() by: Attribution, @Body() body: CreateEventDto): Promise<JsonDocument> {
    return this.queries.event(await this.events.create(by, body), by.clearance);
  }

  @ApiOperation({ summary: 'Events, in the order they were recorded.' })
  @Get()
  @Answers(200, listOf(eventSchema), 422)
  list(@Query() query: AsOfPageQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.events(query, clearance);
  }

  @ApiOperation({ summary: 'One event.' })
  @Get(':id')
  @Answers(200, eventSchema, 404, 422)
  read(
    @RecordId('event') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.event(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Corrects what is said of an event; what it was stays in its history.' })
  @Patch(':id')
  @Requires('event.write')
  @Answers(200, eventSchema, 404, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('event') id: string,
    @IfMatch() version: number,
    @Body() body: ReviseEventDto,
  ): Promise<JsonDocument> {
    await this.events.revise(by, id, version, body);
    return this.queries.event(id, by.clearance);
  }
}
