import { Body, Controller, Post, Query, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../access/requires.js';
import { DryRunQuery } from '../common/dry-run-query.js';
import { JsonDocument } from '../common/json-document.js';
import { Answers, AnswersDryRun } from '../common/openapi.js';
import { type Attribution, By } from '../common/principal.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { BODY_LIMIT } from '../testimonies/whole-text.js';
import { carriedSchema, CreateRevisionDto } from './revisions.dto.js';
import { RevisionsQueries } from './revisions.queries.js';
import { RevisionsService } from './revisions.service.js';

@ApiTags('Revisions')
@Controller('api/testimonies/:id/revisions')
export class RevisionsController {
  constructor(
    private readonly revisions: RevisionsService,
    private readonly queries: RevisionsQueries,
  ) {}

  @ApiOperation({
    summary:
      'Puts the text right by another one beside it, and carries every claim over; says which moved, changed or were lost.',
  })
  @Post()
  @Requires('revision.write')
  @RouteConfig({ bodyLimit: BODY_LIMIT })
  @Answers(201, carriedSchema, 404, 409)
  @AnswersDryRun(carriedSchema)
  async create(
    @By() by: Attribution,
    @TestimonyId() testimonyId: string,
    @Query() { dryRun }: DryRunQuery,
    @Body() body: CreateRevisionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonDocument> {
    if (dryRun === true) {
      void reply.status(200);
      return new JsonDocument(await this.revisions.rehearse(by, testimonyId, body));
    }
    return this.queries.carried(await this.revisions.create(by, testimonyId, body), by.clearance);
  }
}
