import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { IfMatch } from '../common/if-match.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { CitationDto } from '../claims/citation.dto.js';
import { assessmentSchema, citationSchema } from '../claims/claim-schemas.js';
import { AssessmentDto, WithdrawCitationDto } from './evidence.dto.js';
import { EvidenceQueries } from './evidence.queries.js';
import { EvidenceService } from './evidence.service.js';

@ApiTags('Evidence')
@Controller('api')
export class EvidenceController {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly queries: EvidenceQueries,
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
    return this.queries.citation(await this.evidence.addCitation(by, claimId, body), by.clearance);
  }

  @ApiOperation({ summary: 'One citation.' })
  @Get('citations/:id')
  @Answers(200, citationSchema, 404, 422)
  citation(
    @RecordId('citation') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: number,
  ): Promise<JsonDocument> {
    return this.queries.citation(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Withdraws a citation, with the reason; it stays to be seen as withdrawn.' })
  @Post('citations/:id/withdrawal')
  @HttpCode(200)
  @Requires('citation.write')
  @Answers(200, citationSchema, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('citation') id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawCitationDto,
  ): Promise<JsonDocument> {
    await this.evidence.withdrawCitation(by, id, version, body.because);
    return this.queries.citation(id, by.clearance);
  }

  @ApiOperation({ summary: 'Judges a claim, as the agent of the token. Earlier judgements stay.' })
  @Post('claims/:id/assessments')
  @Requires('claim.assess')
  @Answers(201, assessmentSchema, 404)
  async assess(
    @By() by: Attribution,
    @RecordId('claim') claimId: string,
    @Body() body: AssessmentDto,
  ): Promise<JsonDocument> {
    return this.queries.assessment(await this.evidence.assess(by, claimId, body), by.clearance);
  }
}
