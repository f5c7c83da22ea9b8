import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AsOfQuery } from '../common/as-of-query.js';
import { type Schema } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { FORMATS, PROV_FORMATS, type ProvFormat } from './formats.js';

const FORMAT = {
  enum: PROV_FORMATS,
  description: 'Left out: what Accept asks for, PROV-JSON where it asks for nothing in particular',
};

export class ProvQuery {
  @ApiPropertyOptional(FORMAT)
  @Optional()
  @IsIn(PROV_FORMATS)
  format?: ProvFormat;
}

export class ProvOfRecordQuery extends AsOfQuery {
  @ApiPropertyOptional(FORMAT)
  @Optional()
  @IsIn(PROV_FORMATS)
  format?: ProvFormat;
}

/** What each format is, for the OpenAPI document. */
export const provDocuments: Record<string, Schema> = Object.fromEntries(
  PROV_FORMATS.map((format) => [
    FORMATS[format].mediaType,
    format === 'json' || format === 'jsonld' ? { type: 'object' } : { type: 'string' },
  ]),
);
