import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { ReplaceTellersDto, tellersSchema } from './tellers.dto.js';
import { TellersQueries } from './tellers.queries.js';
import { TellersService } from './tellers.service.js';

@ApiTags('Claims')
@Controller('api/claims/:id/tellers')
export class TellersController {
  constructor(
    private readonly tellers: TellersService,
    private readonly queries: TellersQueries,
  ) {}

  @ApiOperation({
    summary: 'Through whom the narrator came to know, nearest first, with the version of the chain.',
  })
  @Get()
  @Answers(200, tellersSchema, 404, 422)
  read(
    @RecordId('claim') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.tellers(id, clearance, asOf);
  }

  @ApiOperation({
    summary: 'Puts another chain of tellers in the place of the one that stands, with the reason.',
  })
  @Put()
  @Requires('claim.revise')
  @Answers(200, tellersSchema, 403, 404, 412, 428)
  async replace(
    @By() by: Attribution,
    @RecordId('claim') id: string,
    @IfMatch() version: number,
    @Body() body: ReplaceTellersDto,
  ): Promise<JsonDocument> {
    await this.tellers.replace(by, id, version, body);
    return this.queries.tellers(id, by.clearance);
  }
}
