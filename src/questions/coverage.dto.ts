import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { array, integer, nullable, object, schema, text } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { expectedDocumentSchema } from './expected-documents.dto.js';
import { SEARCH_STATES, type SearchState } from './vocabularies.js';

export class CoverageQuery extends AsOfPageQuery {
  @ApiPropertyOptional({ enum: SEARCH_STATES, description: 'Only those; the counts are of all' })
  @Optional()
  @IsIn(SEARCH_STATES)
  state?: SearchState;
}

export const coverageSchema = schema(
  'Coverage',
  object({
    counts: object({
      total: integer,
      notYetSearched: integer,
      expected: integer,
      refused: integer,
      lost: integer,
      found: integer,
    }),
    items: array(expectedDocumentSchema),
    next: nullable(text),
  }),
);
