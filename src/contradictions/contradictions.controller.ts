import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import {
  ContradictionsQuery,
  contradictionSchema,
  OpenContradictionDto,
  ResolveContradictionDto,
} from './contradictions.dto.js';
import { ContradictionsQueries } from './contradictions.queries.js';
import { ContradictionsService } from './contradictions.service.js';

@ApiTags('Contradictions')
@Controller('api')
export class ContradictionsController {
  constructor(
    private readonly cases: ContradictionsService,
    private readonly queries: ContradictionsQueries,
  ) {}

  @ApiOperation({ summary: 'Opens a case: claims that cannot all be true.' })
  @Post('contradictions')
  @Requires('contradiction.write')
  @Answers(201, contradictionSchema)
  async openContradiction(@By() by: Attribution, @Body() body: OpenContradictionDto): Promise<JsonDocument> {
    return this.queries.contradiction(await this.cases.open(by, body), by.clearance);
  }

  @ApiOperation({ summary: 'Cases of contradiction, in the order they were opened.' })
  @Get('contradictions')
  @Answers(200, listOf(contradictionSchema), 404, 422)
  contradictions(
    @Query() query: ContradictionsQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.contradictions(query, clearance);
  }

  @ApiOperation({ summary: 'One case of contradiction with its positions and claims.' })
  @Get('contradictions/:id')
  @Answers(200, contradictionSchema, 404, 422)
  contradiction(
    @RecordId('contradiction') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.contradiction(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'Says how a case stands, and why.' })
  @Post('contradictions/:id/resolution')
  @HttpCode(200)
  @Requires('contradiction.write')
  @Answers(200, contradictionSchema, 403, 404, 412, 428)
  async resolveContradiction(
    @By() by: Attribution,
    @RecordId('contradiction') id: string,
    @IfMatch() version: number,
    @Body() body: ResolveContradictionDto,
  ): Promise<JsonDocument> {
    await this.cases.resolve(by, id, version, body);
    return this.queries.contradiction(id, by.clearance);
  }
}
