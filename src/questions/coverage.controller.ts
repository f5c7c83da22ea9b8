import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { CoverageQuery, coverageSchema } from './coverage.dto.js';
import { CoverageQueries } from './coverage.queries.js';

@ApiTags('Questions')
@Controller('api')
export class CoverageController {
  constructor(private readonly queries: CoverageQueries) {}

  @ApiOperation({
    summary:
      'What a question expects to exist: found, refused, lost, searched for in vain, not yet searched.',
  })
  @Get('questions/:id/coverage')
  @Answers(200, coverageSchema, 404, 422)
  ofQuestion(
    @RecordId('question') id: string,
    @Query() query: CoverageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.ofQuestion(id, query, clearance);
  }

  @ApiOperation({
    summary: 'What is expected by the questions on a testimony, and by what its claims say existed.',
  })
  @Get('testimonies/:id/coverage')
  @Answers(200, coverageSchema, 404, 422)
  ofTestimony(
    @TestimonyId() testimonyId: string,
    @Query() query: CoverageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.ofTestimony(testimonyId, query, clearance);
  }
}
