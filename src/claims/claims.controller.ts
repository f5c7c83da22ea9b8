import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { minimalDocument, minimalSchema, PrefersMinimal } from '../common/prefer.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { claimSchema, claimSummary, readingSchema } from './claim-schemas.js';
import { ClaimsQuery, ReadingQuery, RecordClaimDto, ReviseClaimDto } from './claims.dto.js';
import { ClaimsQueries } from './claims.queries.js';
import { ClaimsService } from './claims.service.js';
import { ReadingQueries } from './reading.queries.js';

@ApiTags('Claims')
@Controller('api')
export class ClaimsController {
  constructor(
    private readonly claims: ClaimsService,
    private readonly queries: ClaimsQueries,
    private readonly readings: ReadingQueries,
  ) {}

  @ApiOperation({ summary: 'Records a statement, anchored to the exact words it was made in.' })
  @Post('testimonies/:id/claims')
  @Requires('claim.record')
  @ApiHeader({
    name: 'Prefer',
    required: false,
    description: 'return=minimal answers with id and version alone (RFC 7240), for those who record many',
  })
  @Answers(201, { anyOf: [claimSchema, minimalSchema] }, 404)
  async record(
    @By() by: Attribution,
    @TestimonyId() testimonyId: string,
    @Body() body: RecordClaimDto,
    @PrefersMinimal() minimal: boolean,
  ): Promise<JsonDocument> {
    const id = await this.claims.record(by, testimonyId, body);
    return minimal ? minimalDocument(id, '/api/claims') : this.queries.claim(id, by.clearance);
  }

  @ApiOperation({ summary: "A testimony's claims by number." })
  @Get('testimonies/:id/claims')
  @Answers(200, listOf(claimSummary), 404, 422)
  list(
    @TestimonyId() testimonyId: string,
    @Query() query: ClaimsQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.claimsOf(testimonyId, query, clearance);
  }

  @ApiOperation({
    summary:
      "Everything a reading page needs: a revision's words and passages, and the claims with their places in it.",
  })
  @Get('testimonies/:id/reading')
  @Answers(200, readingSchema, 404, 422)
  reading(
    @TestimonyId() testimonyId: string,
    @Query() query: ReadingQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.readings.reading(testimonyId, query, clearance);
  }

  @ApiOperation({ summary: 'One claim with its words, tellers, evidence, judgements, flags and questions.' })
  @Get('claims/:id')
  @Answers(200, claimSchema, 404, 422)
  read(
    @RecordId('claim') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.claim(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Puts a claim better; assessments stay with the wording they were made on.' })
  @Patch('claims/:id')
  @Requires('claim.revise')
  @Answers(200, claimSchema, 404, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('claim') id: string,
    @IfMatch() version: number,
    @Body() body: ReviseClaimDto,
  ): Promise<JsonDocument> {
    await this.claims.revise(by, id, version, body);
    return this.queries.claim(id, by.clearance);
  }
}
