import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { ImpactQuery, impactSchema } from './impact.dto.js';
import { ImpactQueries } from './impact.queries.js';

@ApiTags('Support')
@Controller('api')
export class ImpactController {
  constructor(private readonly impacts: ImpactQueries) {}

  @ApiOperation({ summary: 'What leans on a source, and what would lose its last line if it fell.' })
  @Get('sources/:id/impact')
  @Answers(200, impactSchema, 404, 422)
  ofSource(
    @RecordId('source') id: string,
    @Query() query: ImpactQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.impacts.impact({ kind: 'source', id }, query, clearance);
  }

  @ApiOperation({
    summary: 'What leans on the word of a person, and what would lose its last line without it.',
  })
  @Get('agents/:id/impact')
  @Answers(200, impactSchema, 404, 422)
  ofAgent(
    @RecordId('agent') id: string,
    @Query() query: ImpactQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.impacts.impact({ kind: 'agent', id }, query, clearance);
  }

  @ApiOperation({
    summary: 'What leans on the words of a passage, and what would lose its last line without them.',
  })
  @Get('passages/:id/impact')
  @Answers(200, impactSchema, 404, 422)
  ofPassage(
    @RecordId('passage') id: string,
    @Query() query: ImpactQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.impacts.impact({ kind: 'passage', id }, query, clearance);
  }

  @ApiOperation({ summary: 'What leans on a claim, and what would lose its last line if it fell.' })
  @Get('claims/:id/impact')
  @Answers(200, impactSchema, 404, 422)
  ofClaim(
    @RecordId('claim') id: string,
    @Query() query: ImpactQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.impacts.impact({ kind: 'claim', id }, query, clearance);
  }
}
