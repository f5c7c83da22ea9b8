import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnswersAs } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { PublicAddress } from '../common/public-address.js';
import { RecordId } from '../common/record-id.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { CONTEXT } from './context.js';
import { acceptedFormat, FORMATS, type ProvFormat } from './formats.js';
import { provDocuments, ProvOfRecordQuery, ProvQuery } from './prov.dto.js';
import { ProvQueries, type Subject } from './prov.queries.js';

interface Asked {
  request: FastifyRequest;
  reply: FastifyReply;
  format: ProvFormat | undefined;
  clearance: Clearance;
  base: string;
  /** What the file is called, but for its extension */
  file: string;
}

@ApiTags('PROV')
@Controller('api/prov')
export class ProvController {
  constructor(private readonly prov: ProvQueries) {}

  @ApiOperation({ summary: 'The provenance of the whole archive, as far as one may see it.' })
  @Get()
  @AnswersAs(200, provDocuments, 406, 422)
  archive(
    @Query() { format }: ProvQuery,
    @Clearance() clearance: Clearance,
    @PublicAddress() base: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    return this.send(null, { request, reply, format, clearance, base, file: 'kataribe' });
  }

  @ApiOperation({ summary: 'The provenance of a claim: all it rests on, and what was said of it.' })
  @Get('claims/:id')
  @AnswersAs(200, provDocuments, 404, 406, 422)
  claim(
    @RecordId('claim') id: string,
    @Query() { format, asOf }: ProvOfRecordQuery,
    @Clearance() clearance: Clearance,
    @PublicAddress() base: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    const asked = { request, reply, format, clearance, base, file: `kataribe-claim-${id}` };
    return this.send({ kind: 'claim', id, asOf }, asked);
  }

  @ApiOperation({ summary: 'The provenance of a testimony, its texts and claims, and all they rest on.' })
  @Get('testimonies/:id')
  @AnswersAs(200, provDocuments, 404, 406, 422)
  testimony(
    @TestimonyId() id: string,
    @Param('id') reference: string,
    @Query() { format, asOf }: ProvOfRecordQuery,
    @Clearance() clearance: Clearance,
    @PublicAddress() base: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    const asked = { request, reply, format, clearance, base, file: `kataribe-${reference}` };
    return this.send({ kind: 'testimony', id, asOf }, asked);
  }

  @ApiOperation({ summary: 'The words of our JSON-LD, version 1. It never changes.' })
  @Get('context/v1.jsonld')
  @AnswersAs(200, { 'application/ld+json': { type: 'object' } })
  context(@Res() reply: FastifyReply): FastifyReply {
    return reply
      .type('application/ld+json')
      .header('access-control-allow-origin', '*')
      .send(`${JSON.stringify(CONTEXT, null, 2)}\n`);
  }

  private async send(subject: Subject | null, asked: Asked): Promise<FastifyReply> {
    const { request, reply, clearance, base, file } = asked;
    const format = asked.format ?? acceptedFormat(request.headers.accept);
    const { contentType, extension } = FORMATS[format];
    // Whoever asks for the head alone is told whether there is a document, without its being written.
    const isHead = request.method === 'HEAD';
    if (isHead) await this.prov.check(subject, clearance);
    const body = isHead ? Readable.from([]) : await this.prov.open({ subject, format, clearance, base });
    return reply
      .type(contentType)
      .header('vary', 'Accept, Authorization, Cookie')
      .header('content-disposition', `attachment; filename="${file}.${extension}"`)
      .send(body);
  }
}
