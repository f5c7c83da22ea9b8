import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { rightsStatementSchema, StateRightsDto } from './rights-statements.dto.js';
import { RightsStatementsQueries } from './rights-statements.queries.js';
import { RightsStatementsService } from './rights-statements.service.js';

@ApiTags('Consent and rights')
@Controller('api/testimonies/:id/rights')
export class RightsStatementsController {
  constructor(
    private readonly rights: RightsStatementsService,
    private readonly queries: RightsStatementsQueries,
  ) {}

  @ApiOperation({
    summary: 'States the rights in a testimony, in a standard vocabulary. Earlier statements stay.',
  })
  @Post()
  @Requires('rights.write')
  @Answers(201, rightsStatementSchema, 404)
  async state(
    @By() by: Attribution,
    @TestimonyId() testimonyId: string,
    @Body() body: StateRightsDto,
  ): Promise<JsonDocument> {
    return this.queries.statement(await this.rights.state(by, testimonyId, body), by.clearance);
  }

  @ApiOperation({ summary: 'What was said of the rights in a testimony, the latest first.' })
  @Get()
  @Answers(200, listOf(rightsStatementSchema), 404, 422)
  list(
    @TestimonyId() testimonyId: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.statementsOf(testimonyId, query, clearance);
  }
}
