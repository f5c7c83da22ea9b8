import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { ActivitiesQueries } from './activities.queries.js';
import { GraphQueries } from './graph.queries.js';
import { HistoryQueries } from './history.queries.js';
import {
  ActivitiesQuery,
  activitySchema,
  activitySummary,
  graphSchema,
  ProvenanceQuery,
  versionSchema,
} from './provenance.dto.js';
import { recordKind } from './record-kinds.js';

@ApiTags('Provenance')
@Controller('api')
export class ProvenanceController {
  constructor(
    private readonly graphs: GraphQueries,
    private readonly activities: ActivitiesQueries,
    private readonly histories: HistoryQueries,
  ) {}

  @ApiOperation({ summary: 'What a record rests on, up to the roots, or what leans on it.' })
  @Get('provenance/:kind/:id')
  @Answers(200, graphSchema, 404, 422)
  graph(
    @Param('kind') kind: string,
    @RecordId('record') id: string,
    @Query() query: ProvenanceQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.graphs.graph(recordKind(kind), id, query, clearance);
  }

  @ApiOperation({ summary: 'Who did what when, the latest first.' })
  @Get('activities')
  @Answers(200, listOf(activitySummary), 422)
  list(@Query() query: ActivitiesQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.activities.activities(query, clearance);
  }

  @ApiOperation({ summary: 'One activity with the records it wrote and revised.' })
  @Get('activities/:id')
  @Answers(200, activitySchema, 404)
  activity(@RecordId('activity') id: string, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.activities.activity(id, clearance);
  }

  @ApiOperation({ summary: 'Every version of a record, the present one first.' })
  @Get('history/:kind/:id')
  @Answers(200, listOf(versionSchema), 404)
  history(
    @Param('kind') kind: string,
    @RecordId('record') id: string,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.histories.history(recordKind(kind), id, clearance);
  }
}
