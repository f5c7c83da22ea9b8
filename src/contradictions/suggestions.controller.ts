import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import {
  DecideSuggestionDto,
  suggestionDecisionSchema,
  SuggestionsQuery,
  suggestionsSchema,
} from './suggestions.dto.js';
import { SuggestionsQueries } from './suggestions.queries.js';
import { SuggestionsService } from './suggestions.service.js';

@ApiTags('Contradictions')
@Controller('api/contradictions/suggestions')
export class SuggestionsController {
  constructor(
    private readonly suggestions: SuggestionsService,
    private readonly queries: SuggestionsQueries,
  ) {}

  @ApiOperation({ summary: 'Claims that look as if they contradict each other, the likeliest first.' })
  @Get()
  @Answers(200, suggestionsSchema, 404, 422)
  list(@Query() query: SuggestionsQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.suggestions(query, clearance);
  }

  @ApiOperation({ summary: 'Dismisses a suggestion for good, or accepts it and opens a case.' })
  @Post('decision')
  @Requires('contradiction.write')
  @Answers(201, suggestionDecisionSchema, 409)
  async decide(@By() by: Attribution, @Body() body: DecideSuggestionDto): Promise<JsonDocument> {
    return this.queries.decision(await this.suggestions.decide(by, body), by.clearance);
  }
}
