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
import { TestimonyId } from '../testimonies/testimony-id.js';
import {
  descentSchema,
  RecordSourceDescentDto,
  RecordTestimonyDescentDto,
  WithdrawDescentDto,
} from './descent.dto.js';
import { DescentsQueries } from './descents.queries.js';
import { DescentsService } from './descents.service.js';

@ApiTags('Descent')
@Controller('api')
export class DescentsController {
  constructor(
    private readonly descents: DescentsService,
    private readonly queries: DescentsQueries,
  ) {}

  @ApiOperation({ summary: 'Records what a source goes back to: what it copies or quotes, who wrote it.' })
  @Post('sources/:id/descents')
  @Requires('descent.write')
  @Answers(201, descentSchema, 404, 409)
  async recordOfSource(
    @By() by: Attribution,
    @RecordId('source') id: string,
    @Body() body: RecordSourceDescentDto,
  ): Promise<JsonDocument> {
    const descent = await this.descents.record(by, { kind: 'source', id }, body);
    return this.queries.descent(descent, by.clearance);
  }

  @ApiOperation({ summary: 'Records what a narrator had read, or been told, before telling.' })
  @Post('testimonies/:id/descents')
  @Requires('descent.write')
  @Answers(201, descentSchema, 404, 409)
  async recordOfTestimony(
    @By() by: Attribution,
    @TestimonyId() id: string,
    @Body() body: RecordTestimonyDescentDto,
  ): Promise<JsonDocument> {
    const descent = await this.descents.record(by, { kind: 'testimony', id }, body);
    return this.queries.descent(descent, by.clearance);
  }

  @ApiOperation({ summary: 'What a source goes back to, withdrawn steps too.' })
  @Get('sources/:id/descents')
  @Answers(200, listOf(descentSchema), 404, 422)
  ofSource(
    @RecordId('source') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.descentsOf({ kind: 'source', id }, query, clearance);
  }

  @ApiOperation({ summary: 'What a testimony goes back to, withdrawn steps too.' })
  @Get('testimonies/:id/descents')
  @Answers(200, listOf(descentSchema), 404, 422)
  ofTestimony(
    @TestimonyId() id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.descentsOf({ kind: 'testimony', id }, query, clearance);
  }

  @ApiOperation({ summary: 'One step back from a source or testimony.' })
  @Get('descents/:id')
  @Answers(200, descentSchema, 404, 422)
  read(
    @RecordId('descent') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.descent(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Withdraws a step, with the reason; it stays to be seen as withdrawn.' })
  @Post('descents/:id/withdrawal')
  @HttpCode(200)
  @Requires('descent.write')
  @Answers(200, descentSchema, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('descent') id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawDescentDto,
  ): Promise<JsonDocument> {
    await this.descents.withdraw(by, id, version, body.because);
    return this.queries.descent(id, by.clearance);
  }
}
