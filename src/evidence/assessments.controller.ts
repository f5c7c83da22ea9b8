import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../access/requires.js';
import { assessmentSchema } from '../claims/claim-schemas.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, AnswersDryRun, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { AssessmentDto, heldAssessmentSchema, HeldAssessmentsQuery } from './assessments.dto.js';
import { AssessmentsQueries } from './assessments.queries.js';
import { AssessmentsService } from './assessments.service.js';
import { DryRunQuery } from '../common/dry-run-query.js';
import { rehearsalSchema } from './rehearsal.schema.js';
import { RehearsalService } from './rehearsal.service.js';

@ApiTags('Evidence')
@Controller('api')
export class AssessmentsController {
  constructor(
    private readonly assessments: AssessmentsService,
    private readonly queries: AssessmentsQueries,
    private readonly rehearsals: RehearsalService,
  ) {}

  @ApiOperation({ summary: 'Judges a claim, as the agent of the token. Earlier judgements stay.' })
  @Post('claims/:id/assessments')
  @Requires('claim.assess')
  @Answers(201, assessmentSchema, 404, 409)
  @AnswersDryRun(rehearsalSchema)
  async assess(
    @By() by: Attribution,
    @RecordId('claim') claimId: string,
    @Query() { dryRun }: DryRunQuery,
    @Body() body: AssessmentDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonDocument> {
    if (dryRun === true) {
      void reply.status(200);
      return this.rehearsals.assessment(by, claimId, body);
    }
    return this.queries.assessment(await this.assessments.assess(by, claimId, body), by.clearance);
  }

  @ApiOperation({ summary: 'What an agent holds of claims, or held then: his latest judgement of each.' })
  @Get('agents/:id/assessments')
  @Answers(200, listOf(heldAssessmentSchema), 404, 422)
  heldBy(
    @RecordId('agent') agentId: string,
    @Query() query: HeldAssessmentsQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.heldBy(agentId, query, clearance);
  }
}
