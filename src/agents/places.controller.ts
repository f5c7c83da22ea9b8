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
import { CreatePlaceDto, placeSchema, RevisePlaceDto } from './places.dto.js';
import { PlacesQueries } from './places.queries.js';
import { PlacesService } from './places.service.js';

@ApiTags('Agents')
@Controller('api/places')
export class PlacesController {
  constructor(
    private readonly places: PlacesService,
    private readonly queries: PlacesQueries,
  ) {}

  @ApiOperation({ summary: 'Records a place.' })
  @Post()
  @Requires('place.write')
  @Answers(201, placeSchema)
  async create(@By() by: Attribution, @Body() body: CreatePlaceDto): Promise<JsonDocument> {
    return this.queries.place(await this.places.create(by, body), by.clearance);
  }

  @ApiOperation({ summary: 'Places, in the order they were recorded.' })
  @Get()
  @Answers(200, listOf(placeSchema), 422)
  list(@Query() query: AsOfPageQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.places(query, clearance);
  }

  @ApiOperation({ summary: 'One place.' })
  @Get(':id')
  @Answers(200, placeSchema, 404, 422)
  read(
    @RecordId('place') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.place(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Corrects a place; what it was stays in its history.' })
  @Patch(':id')
  @Requires('place.write')
  @Answers(200, placeSchema, 404, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('place') id: string,
    @IfMatch() version: number,
    @Body() body: RevisePlaceDto,
  ): Promise<JsonDocument> {
    await this.places.revise(by, id, version, body);
    return this.queries.place(id, by.clearance);
  }
}
