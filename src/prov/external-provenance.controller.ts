import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, AnswersDryRun, listOf } from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { type Received, ReceivedBody } from '../common/received.js';
import { RecordId } from '../common/record-id.js';
import { externalRehearsalSchema, externalSchema, ReceiveExternalQuery } from './external-provenance.dto.js';
import { ExternalProvenanceQueries } from './external-provenance.queries.js';
import { ExternalProvenanceService } from './external-provenance.service.js';

const MOST_BYTES = 4 * 1024 * 1024;

@ApiTags('PROV')
@Controller('api/prov/external')
export class ExternalProvenanceController {
  constructor(
    private readonly external: ExternalProvenanceService,
    private readonly queries: ExternalProvenanceQueries,
  ) {}

  @ApiOperation({
    summary:
      'Takes in provenance that others wrote, in PROV-JSON of at most 4 MiB: kept as it came, apart from our own.',
  })
  @Post()
  @Requires('external_provenance.receive')
  @RouteConfig({ bodyLimit: MOST_BYTES, keepsBody: true })
  @ApiBody({ schema: { type: 'object' } })
  @Answers(201, externalSchema)
  @AnswersDryRun(externalRehearsalSchema)
  async receive(
    @By() by: Attribution,
    @Query() said: ReceiveExternalQuery,
    @ReceivedBody() received: Received,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JsonDocument> {
    if (said.dryRun === true) {
      void reply.status(200);
      return this.external.rehearse(by, said, received);
    }
    return this.queries.read(await this.external.receive(by, said, received), by.clearance);
  }

  @ApiOperation({ summary: 'Provenance that others wrote, the latest first.' })
  @Get()
  @Answers(200, listOf(externalSchema), 422)
  list(@Query() query: PageQuery, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.list(query, clearance);
  }

  @ApiOperation({ summary: 'From whom it came, what of ours it speaks of, and its digest.' })
  @Get(':id')
  @Answers(200, externalSchema, 404, 422)
  read(
    @RecordId('external provenance') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.read(id, clearance, asOf);
  }

  @ApiOperation({ summary: 'The document itself, byte for byte as it came, but for what was erased of it.' })
  @Get(':id/document')
  @Answers(200, { type: 'object' }, 404)
  async document(
    @RecordId('external provenance') id: string,
    @Clearance() clearance: Clearance,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    return reply.type('application/json').send(await this.queries.document(id, clearance));
  }
}
