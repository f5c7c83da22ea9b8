import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { agentClusterSchema, placeClusterSchema, sameAsSchema } from './same-as.dto.js';
import { SameAsQueries } from './same-as.queries.js';

@ApiTags('Same as')
@Controller('api')
export class SameAsController {
  constructor(private readonly queries: SameAsQueries) {}

  @ApiOperation({ summary: 'What was said of whether a record and others are one person, withdrawn too.' })
  @Get('agents/:id/same-as')
  @Answers(200, listOf(sameAsSchema), 404, 422)
  ofAgent(
    @RecordId('agent') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.statementsOf({ kind: 'agent', id }, query, clearance);
  }

  @ApiOperation({ summary: 'All records of the same person, and the one that stands for them.' })
  @Get('agents/:id/cluster')
  @Answers(200, agentClusterSchema, 404, 422)
  clusterOfAgent(
    @RecordId('agent') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.cluster({ kind: 'agent', id }, clearance, asOf);
  }

  @ApiOperation({ summary: 'What was said of whether a record and others are one place, withdrawn too.' })
  @Get('places/:id/same-as')
  @Answers(200, listOf(sameAsSchema), 404, 422)
  ofPlace(
    @RecordId('place') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.statementsOf({ kind: 'place', id }, query, clearance);
  }

  @ApiOperation({ summary: 'All records of the same place, and the one that stands for them.' })
  @Get('places/:id/cluster')
  @Answers(200, placeClusterSchema, 404, 422)
  clusterOfPlace(
    @RecordId('place') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.cluster({ kind: 'place', id }, clearance, asOf);
  }
}
