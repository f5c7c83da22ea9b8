import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { citationSchema } from '../claims/claim-schemas.js';
import { CitationDto } from '../claims/citation.dto.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { WithdrawCitationDto } from './citations.dto.js';
import { CitationsQueries } from './citations.queries.js';
import { CitationsService } from './citations.service.js';
import { DryRunQuery } from '../common/dry-run-query.js';
import { rehearsalSchema } from './rehearsal.schema.js';
import { RehearsalService } from './rehearsal.service.js';

@ApiTags('Evidence')
@Controller('api')
export class CitationsController {
  constructor(
    private readonly citations: CitationsService,
    private readonly queries: CitationsQueries,
    private readonly rehearsals: RehearsalService,
  ) {}

  @ApiOperation({ summary: 'Cites something for a claim, against it, or as context.' })
  @Post('claims/:id/citations')
  @Requires('citation.write')
  @Answers(201, citationSchema, 404)
  async cite(
    @By() by: Attribution,
    @RecordId('claim') claimId: string,
    @Body() body: CitationDto,
  ): Promise<JsonDocument> {
    return this.queries.citation(await this.citations.add(by, claimId, body), by.clearance);
  }

  @ApiOperation({ summary: 'One citation.' })
  @Get('citations/:id')
  @Answers(200, citationSchema, 404, 422)
  citation(
    @RecordId('citation') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.citation(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Withdraws a citation, with the reason; it stays to be seen as withdrawn.' })
  @Post('citations/:id/withdrawal')
  @HttpCode(200)
  @Requires('citation.write')
  @Answers(200, { anyOf: [citationSchema, rehearsalSchema] }, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('citation') id: string,
    @IfMatch() version: number,
    @Query() { dryRun }: DryRunQuery,
    @Body() { because }: WithdrawCitationDto,
  ): Promise<JsonDocument> {
    if (dryRun === true) return this.rehearsals.citationWithdrawal(by, id, version, because);
    await this.citations.withdraw(by, id, version, because);
    return this.queries.citation(id, by.clearance);
  }
}
