import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { nameFormSchema, RecordNameDto, ReviseNameDto, WithdrawDto } from './name-forms.dto.js';
import { NameFormsQueries } from './name-forms.queries.js';
import { NameFormsService } from './name-forms.service.js';

@ApiTags('Names')
@Controller('api')
export class NameFormsController {
  constructor(
    private readonly names: NameFormsService,
    private readonly queries: NameFormsQueries,
  ) {}

  @ApiOperation({ summary: 'Records a form of the name of a person, an organisation or a group.' })
  @Post('agents/:id/names')
  @Requires('name.write')
  @Answers(201, nameFormSchema, 404, 409)
  async recordOfAgent(
    @By() by: Attribution,
    @RecordId('agent') id: string,
    @Body() body: RecordNameDto,
  ): Promise<JsonDocument> {
    return this.queries.name(await this.names.record(by, { kind: 'agent', id }, body), by.clearance);
  }

  @ApiOperation({ summary: 'Records a form of the name of a place.' })
  @Post('places/:id/names')
  @Requires('name.write')
  @Answers(201, nameFormSchema, 404, 409)
  async recordOfPlace(
    @By() by: Attribution,
    @RecordId('place') id: string,
    @Body() body: RecordNameDto,
  ): Promise<JsonDocument> {
    return this.queries.name(await this.names.record(by, { kind: 'place', id }, body), by.clearance);
  }

  @ApiOperation({
    summary: 'The forms of a name, of all records of the same person together, withdrawn ones too.',
  })
  @Get('agents/:id/names')
  @Answers(200, listOf(nameFormSchema), 404, 422)
  ofAgent(
    @RecordId('agent') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.namesOf({ kind: 'agent', id }, query, clearance);
  }

  @ApiOperation({ summary: 'The forms of the name of a place, withdrawn ones too.' })
  @Get('places/:id/names')
  @Answers(200, listOf(nameFormSchema), 404, 422)
  ofPlace(
    @RecordId('place') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.namesOf({ kind: 'place', id }, query, clearance);
  }

  @ApiOperation({ summary: 'One form of a name.' })
  @Get('names/:id')
  @Answers(200, nameFormSchema, 404, 422)
  read(
    @RecordId('name') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.name(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Corrects a form; what it was stays in its history.' })
  @Patch('names/:id')
  @Requires('name.write')
  @Answers(200, nameFormSchema, 404, 409, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('name') id: string,
    @IfMatch() version: number,
    @Body() body: ReviseNameDto,
  ): Promise<JsonDocument> {
    await this.names.revise(by, id, version, body);
    return this.queries.name(id, by.clearance);
  }

  @ApiOperation({ summary: 'Withdraws a form, with the reason; it stays to be seen as withdrawn.' })
  @Post('names/:id/withdrawal')
  @HttpCode(200)
  @Requires('name.write')
  @Answers(200, nameFormSchema, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('name') id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawDto,
  ): Promise<JsonDocument> {
    await this.names.withdraw(by, id, version, body.because);
    return this.queries.name(id, by.clearance);
  }
}
