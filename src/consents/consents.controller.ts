import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { ConsentsQuery, RecordConsentDto, RevokeConsentDto } from './consents.dto.js';
import { ConsentsQueries } from './consents.queries.js';
import { consentSchema, consentsSchema, testimonyWarnings } from './consents.schema.js';
import { ConsentsService } from './consents.service.js';

@ApiTags('Consent and rights')
@Controller('api')
export class ConsentsController {
  constructor(
    private readonly consents: ConsentsService,
    private readonly queries: ConsentsQueries,
  ) {}

  @ApiOperation({
    summary:
      'Records by what somebody consented to what, or that nothing was found. It is never changed afterwards.',
  })
  @Post('testimonies/:id/consents')
  @Requires('consent.write')
  @Answers(201, consentSchema, 404, 409)
  async record(
    @By() by: Attribution,
    @TestimonyId() testimonyId: string,
    @Body() body: RecordConsentDto,
  ): Promise<JsonDocument> {
    return this.queries.consent(await this.consents.record(by, testimonyId, body), {}, by.clearance);
  }

  @ApiOperation({
    summary: 'Every event of consent of a testimony, what is in force, and what is published against it.',
  })
  @Get('testimonies/:id/consents')
  @Requires('consent.read')
  @Answers(200, consentsSchema, 403, 404, 422)
  list(
    @TestimonyId() testimonyId: string,
    @Query() query: ConsentsQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.consentsOf(testimonyId, query, clearance);
  }

  @ApiOperation({ summary: 'The testimonies that are published without consent, or against it.' })
  @Get('consents/warnings')
  @Requires('consent.read')
  @Answers(200, listOf(testimonyWarnings), 403, 422)
  warned(@Query() query: PageQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.warned(query, clearance);
  }

  @ApiOperation({ summary: 'One event of consent.' })
  @Get('consents/:id')
  @Requires('consent.read')
  @Answers(200, consentSchema, 403, 404, 422)
  read(
    @RecordId('consent') id: string,
    @Query() query: ConsentsQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.consent(id, query, clearance);
  }

  @ApiOperation({
    summary: 'Records that a consent was revoked; the answer says what would have to be restricted then.',
  })
  @Post('consents/:id/revocation')
  @HttpCode(200)
  @Requires('consent.write')
  @Answers(200, consentSchema, 403, 404, 409)
  async revoke(
    @By() by: Attribution,
    @RecordId('consent') id: string,
    @Body() body: RevokeConsentDto,
  ): Promise<JsonDocument> {
    await this.consents.revoke(by, id, body);
    return this.queries.consent(id, {}, by.clearance);
  }
}
