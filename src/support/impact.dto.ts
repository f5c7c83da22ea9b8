import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { CONFIDENCES } from '../claims/vocabularies.js';
import { array, flag, integer, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { MOMENT } from '../common/moment.js';
import { Optional } from '../common/optional.js';
import { PageQuery } from '../common/page.js';
import { labelledRecord, LOSSES } from './support.dto.js';

export class ImpactQuery extends PageQuery {
  @ApiPropertyOptional({
    description: `${MOMENT}: what leaned on it then`,
    example: '2026-11-23T12:00:00Z',
  })
  @Optional()
  @IsString()
  @MaxLength(60)
  asOf?: string;
}

export const impactSchema = schema(
  'Impact',
  object({
    record: labelledRecord,
    complete: { ...flag, description: 'False where more leans on it than could be followed' },
    total: integer,
    totals: object({ claims: integer, sources: integer, testimonies: integer }),
    losing: {
      ...nullable(object({ lastIndependentLine: integer, everything: integer })),
      description:
        'How many claims would lose what; null where more than 1000 lean on it: then each page says so',
    },
    reports: {
      ...array(
        object({
          testimony: object({ id: uuid, accession: text, title: text }),
          claims: integer,
          path: text,
        }),
      ),
      description:
        'Reports that show claims which lean on it: of all, or of the page where there are more than 1000',
    },
    items: array(
      object({
        record: labelledRecord,
        depth: { ...integer, description: 'How many links away, 1 being directly' },
        claim: nullable(
          object({
            confidence: nullable(oneOf(CONFIDENCES)),
            lines: object({
              before: { ...integer, description: 'Independent lines for it now' },
              after: { ...integer, description: 'And if the record fell' },
            }),
            tellingFalls: { ...flag, description: 'Whether the telling itself goes back to nothing else' },
            loses: nullable(oneOf(LOSSES)),
            assessments: integer,
            flags: integer,
            questions: integer,
            contradictions: integer,
          }),
        ),
      }),
    ),
    next: nullable(text),
  }),
);
