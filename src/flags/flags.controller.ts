import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { IfMatch } from '../common/if-match.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { DecideFlagDto, flagSchema, RaiseFlagDto, ReopenFlagDto } from './flags.dto.js';
import { FlagsQueries } from './flags.queries.js';
import { FlagsService } from './flags.service.js';

@ApiTags('Flags')
@Controller('api')
export class FlagsController {
  constructor(
    private readonly flags: FlagsService,
    private readonly queries: FlagsQueries,
  ) {}

  @ApiOperation({ summary: 'Marks a claim: unverified, contradicted, misdated and so on, with the reason.' })
  @Post('claims/:id/flags')
  @Requires('flag.raise')
  @Answers(201, flagSchema, 404)
  async raise(
    @By() by: Attribution,
    @RecordId('claim') claimId: string,
    @Body() body: RaiseFlagDto,
  ): Promise<JsonDocument> {
    return this.queries.flag(await this.flags.raise(by, claimId, body), by.clearance);
  }

  @ApiOperation({ summary: 'The flags of a claim, in the order they were raised.' })
  @Get('claims/:id/flags')
  @Answers(200, listOf(flagSchema), 404, 422)
  list(
    @RecordId('claim') claimId: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.flagsOf(claimId, query, clearance);
  }

  @ApiOperation({ summary: 'One flag.' })
  @Get('flags/:id')
  @Answers(200, flagSchema, 404, 422)
  read(
    @RecordId('flag') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.flag(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Upholds or dismisses a flag, with the reason.' })
  @Post('flags/:id/decision')
  @HttpCode(200)
  @Requires('flag.decide')
  @Answers(200, flagSchema, 403, 404, 409, 412, 428)
  async decide(
    @By() by: Attribution,
    @RecordId('flag') id: string,
    @IfMatch() version: number,
    @Body() body: DecideFlagDto,
  ): Promise<JsonDocument> {
    await this.flags.decide(by, id, version, body);
    return this.queries.flag(id, by.clearance);
  }

  @ApiOperation({ summary: 'Opens a flag that was decided, with the reason; the decision stays to be read.' })
  @Post('flags/:id/reopening')
  @HttpCode(200)
  @Requires('flag.decide')
  @Answers(200, flagSchema, 403, 404, 409, 412, 428)
  async reopen(
    @By() by: Attribution,
    @RecordId('flag') id: string,
    @IfMatch() version: number,
    @Body() body: ReopenFlagDto,
  ): Promise<JsonDocument> {
    await this.flags.reopen(by, id, version, body);
    return this.queries.flag(id, by.clearance);
  }
}
