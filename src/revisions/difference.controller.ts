import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Answers } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { DifferenceQuery, differenceSchema } from './difference.dto.js';
import { DifferenceQueries } from './difference.queries.js';

@ApiTags('Revisions')
@Controller('api/testimonies/:id/diff')
export class DifferenceController {
  constructor(private readonly queries: DifferenceQueries) {}

  @ApiOperation({
    summary: 'What differs between two revisions, passage by passage and word by word, as JSON or as a page.',
  })
  @Get()
  @Answers(200, differenceSchema, 404, 422)
  async difference(
    @TestimonyId() id: string,
    @Query() query: DifferenceQuery,
    @Clearance() clearance: Clearance,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { headers, text } = await this.queries.difference(id, query, clearance);
    void reply.headers(headers);
    return text;
  }
}
