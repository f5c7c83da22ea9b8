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
import { identifierSchema, RecordIdentifierDto } from './identifiers.dto.js';
import { IdentifiersQueries } from './identifiers.queries.js';
import { IdentifiersService } from './identifiers.service.js';
import { WithdrawDto } from './name-forms.dto.js';

@ApiTags('Identifiers')
@Controller('api')
export class IdentifiersController {
  constructor(
    private readonly identifiers: IdentifiersService,
    private readonly queries: IdentifiersQueries,
  ) {}

  @ApiOperation({
    summary: 'Records what a person, organisation or group is called by Wikidata, VIAF or the NDL.',
  })
  @Post('agents/:id/identifiers')
  @Requires('name.write')
  @Answers(201, identifierSchema, 404, 409)
  async recordOfAgent(
    @By() by: Attribution,
    @RecordId('agent') id: string,
    @Body() body: RecordIdentifierDto,
  ): Promise<JsonDocument> {
    const identifier = await this.identifiers.record(by, { kind: 'agent', id }, body);
    return this.queries.identifier(identifier, by.clearance);
  }

  @ApiOperation({ summary: 'Records what a place is called by Wikidata, VIAF or the NDL.' })
  @Post('places/:id/identifiers')
  @Requires('name.write')
  @Answers(201, identifierSchema, 404, 409)
  async recordOfPlace(
    @By() by: Attribution,
    @RecordId('place') id: string,
    @Body() body: RecordIdentifierDto,
  ): Promise<JsonDocument> {
    const identifier = await this.identifiers.record(by, { kind: 'place', id }, body);
    return this.queries.identifier(identifier, by.clearance);
  }

  @ApiOperation({
    summary: 'The identifiers of all records of the same person together, withdrawn ones too.',
  })
  @Get('agents/:id/identifiers')
  @Answers(200, listOf(identifierSchema), 404, 422)
  ofAgent(
    @RecordId('agent') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.identifiersOf({ kind: 'agent', id }, query, clearance);
  }

  @ApiOperation({ summary: 'The identifiers of a place, withdrawn ones too.' })
  @Get('places/:id/identifiers')
  @Answers(200, listOf(identifierSchema), 404, 422)
  ofPlace(
    @RecordId('place') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.identifiersOf({ kind: 'place', id }, query, clearance);
  }

  @ApiOperation({ summary: 'One identifier.' })
  @Get('identifiers/:id')
  @Answers(200, identifierSchema, 404, 422)
  read(
    @RecordId('identifier') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.identifier(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Withdraws an identifier, with the reason; it stays to be seen as withdrawn.' })
  @Post('identifiers/:id/withdrawal')
  @HttpCode(200)
  @Requires('name.write')
  @Answers(200, identifierSchema, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('identifier') id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawDto,
  ): Promise<JsonDocument> {
    await this.identifiers.withdraw(by, id, version, body.because);
    return this.queries.identifier(id, by.clearance);
  }
}
