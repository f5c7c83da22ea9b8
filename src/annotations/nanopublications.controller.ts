import { Controller, Get, Header, Headers, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AsOfQuery } from '../common/as-of-query.js';
import { AnswersAs } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { Clearance } from '../common/principal.js';
import { PublicAddress } from '../common/public-address.js';
import { RecordId } from '../common/record-id.js';
import type { TaggedDocument } from '../common/tagged-document.js';
import {
  NANOPUBLICATION_FORMATS,
  type NanopublicationFormat,
  NanopublicationsQueries,
} from './nanopublications.queries.js';

export class NanopublicationQuery extends AsOfQuery {
  @ApiPropertyOptional({
    enum: NANOPUBLICATION_FORMATS,
    description:
      'What is answered; otherwise Accept says it, and TriG is what it says unless it names JSON-LD alone',
  })
  @Optional()
  @IsIn(NANOPUBLICATION_FORMATS)
  format?: NanopublicationFormat;
}

@ApiTags('Annotations')
@Controller('api/claims/:id/nanopublication')
export class NanopublicationsController {
  constructor(private readonly queries: NanopublicationsQueries) {}

  @ApiOperation({
    summary: 'An assessed claim as a nanopublication with a trusty URI, for everybody: as TriG or JSON-LD.',
  })
  @Get()
  @Header('Vary', 'Authorization, Cookie, Accept')
  @AnswersAs(
    200,
    {
      'application/trig': { type: 'string' },
      'application/ld+json': { type: 'array', items: { type: 'object' } },
    },
    404,
    422,
  )
  read(
    @RecordId('claim') id: string,
    @Query() { asOf, format }: NanopublicationQuery,
    @Headers('accept') accept: string | undefined,
    @Clearance() clearance: Clearance,
    @PublicAddress() base: string,
  ): Promise<TaggedDocument> {
    return this.queries.nanopublication(id, { clearance, asOf, base, format: format ?? accepted(accept) });
  }
}

function accepted(accept = ''): NanopublicationFormat {
  return accept.includes('application/ld+json') && !accept.includes('application/trig') ? 'jsonld' : 'trig';
}
