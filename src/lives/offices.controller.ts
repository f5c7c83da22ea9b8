import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { officeSchema, RecordOfficeDto, WithdrawOfficeDto } from './offices.dto.js';
import { OfficesQueries } from './offices.queries.js';
import { OfficesService } from './offices.service.js';

@ApiTags('Lives')
@Controller('api')
export class OfficesController {
  constructor(
    private readonly offices: OfficesService,
    private readonly queries: OfficesQueries,
  ) {}

  @ApiOperation({ summary: 'Records an office or rank a person held, in the words it was told in.' })
  @Post('agents/:id/offices')
  @Requires('life.write')
  @Answers(201, officeSchema, 404, 409)
  async record(
    @By() by: Attribution,
    @RecordId('agent') agentId: string,
    @Body() body: RecordOfficeDto,
  ): Promise<JsonDocument> {
    return this.queries.office(await this.offices.record(by, agentId, body), by.clearance);
  }

  @ApiOperation({ summary: 'The offices and ranks a person held, withdrawn ones too.' })
  @Get('agents/:id/offices')
  @Answers(200, listOf(officeSchema), 404, 422)
  list(
    @RecordId('agent') agentId: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.officesOf(agentId, query, clearance);
  }

  @ApiOperation({ summary: 'One office or rank.' })
  @Get('offices/:id')
  @Answers(200, officeSchema, 404, 422)
  read(
    @RecordId('office') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.office(id, clearance, asOf);
  }

  @ApiOperation({
    summary: 'Withdraws an office or rank, with the reason; it stays to be seen as withdrawn.',
  })
  @Post('offices/:id/withdrawal')
  @HttpCode(200)
  @Requires('life.write')
  @Answers(200, officeSchema, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('office') id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawOfficeDto,
  ): Promise<JsonDocument> {
    await this.offices.withdraw(by, id, version, body.because);
    return this.queries.office(id, by.clearance);
  }
}
