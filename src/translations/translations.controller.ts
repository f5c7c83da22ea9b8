import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { BODY_LIMIT } from '../testimonies/whole-text.js';
import {
  AddTranslationDto,
  passageTranslationSchema,
  translationSchema,
  translationSummary,
} from './translations.dto.js';
import { TranslationsQueries } from './translations.queries.js';
import { TranslationsService } from './translations.service.js';

@ApiTags('Translations')
@Controller('api')
export class TranslationsController {
  constructor(
    private readonly translations: TranslationsService,
    private readonly queries: TranslationsQueries,
  ) {}

  @ApiOperation({
    summary: 'Adds a translation beside a text, aligned with its passages. It is never changed afterwards.',
  })
  @Post('testimonies/:id/translations')
  @Requires('translation.write')
  @RouteConfig({ bodyLimit: BODY_LIMIT })
  @Answers(201, translationSchema, 404, 409)
  async add(
    @By() by: Attribution,
    @TestimonyId() testimonyId: string,
    @Body() body: AddTranslationDto,
  ): Promise<JsonDocument> {
    return this.queries.translation(await this.translations.add(by, testimonyId, body), by.clearance);
  }

  @ApiOperation({ summary: 'Translations of a testimony, of whatever revision, those replaced too.' })
  @Get('testimonies/:id/translations')
  @Answers(200, listOf(translationSummary), 404, 422)
  list(
    @TestimonyId() testimonyId: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.translations(testimonyId, query, clearance);
  }

  @ApiOperation({
    summary: 'One translation with its whole text, aligned, and what was corrected in the original since.',
  })
  @Get('translations/:id')
  @Answers(200, translationSchema, 404, 422)
  read(
    @RecordId('translation') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.translation(id, clearance, asOf);
  }

  @ApiOperation({
    summary: 'A passage in translation, into whatever language; what was replaced is left out.',
  })
  @Get('passages/:id/translations')
  @Answers(200, listOf(passageTranslationSchema), 404, 422)
  ofPassage(
    @RecordId('passage') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.ofPassage(id, query, clearance);
  }
}
