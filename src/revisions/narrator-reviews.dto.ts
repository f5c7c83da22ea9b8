import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { Nested } from '../common/nested.js';
import {
  agentReference,
  flag,
  integer,
  nullable,
  object,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';

const LARGEST = 2 ** 31 - 1;

export class RecordReviewDto {
  @ApiPropertyOptional({ description: 'Number of the revision that was read; the latest when left out' })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(LARGEST)
  revision?: number;

  @ApiPropertyOptional({ description: 'Number of the passage that was read; the whole text when left out' })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(LARGEST)
  passage?: number;

  @ApiProperty({ format: 'uuid', description: 'Who read it: the narrator, or an heir' })
  @Uuid()
  agentId!: string;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'When it was read' })
  @Optional()
  @Nested(() => ToldDateDto)
  reviewed?: ToldDateDto;

  @OptionalText(20_000, { description: 'What was asked to be changed; read and left as it is when left out' })
  asked?: string;

  @OptionalText(20_000)
  note?: string;
}

export const narratorReviewSchema = schema(
  'NarratorReview',
  object({
    id: uuid,
    testimony: object({ id: uuid, accession: text, title: text }),
    revision: object({ id: uuid, number: integer }),
    passage: nullable(object({ id: uuid, number: integer, pointer: text })),
    agent: agentReference,
    byNarrator: { ...flag, description: 'Whether who read it is a narrator of this testimony' },
    reviewed: nullable(toldDate),
    asked: { ...nullable(text), description: 'Null where it was left as it is' },
    note: nullable(text),
    carriedOutIn: {
      ...nullable(object({ id: uuid, number: integer })),
      description: 'The revision in which it was done',
    },
    version: integer,
    activity: activityReference,
  }),
);
