import { Body, Controller, Get, Headers, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { lifeSchema, RecordLifeDto } from './life.dto.js';
import { LifeQueries } from './life.queries.js';
import { LifeService } from './life.service.js';

@ApiTags('Lives')
@Controller('api/agents/:id/life')
export class LifeController {
  constructor(
    private readonly lives: LifeService,
    private readonly queries: LifeQueries,
  ) {}

  @ApiOperation({ summary: 'When a person was born and died, as far as it is known.' })
  @Get()
  @Answers(200, lifeSchema, 404, 422)
  read(
    @RecordId('agent') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.life(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Records when a person was born and died, in place of what was recorded before.' })
  @Put()
  @Requires('life.write')
  @Answers(200, lifeSchema, 403, 404, 409, 412, 428)
  async record(
    @By() by: Attribution,
    @RecordId('agent') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: RecordLifeDto,
  ): Promise<JsonDocument> {
    await this.lives.record(by, id, ifMatch, body);
    return this.queries.life(id, by.clearance);
  }
}
