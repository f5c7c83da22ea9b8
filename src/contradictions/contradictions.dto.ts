import { MOMENT } from '../common/moment.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsString, MaxLength } from 'class-validator';
import { CONFIDENCES } from '../claims/vocabularies.js';
import { NestedList } from '../common/nested.js';
import { array, integer, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { PageQuery } from '../common/page.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { CONTRADICTION_STATES, type ContradictionState } from './vocabularies.js';

/** One answer to the question of a case, and the claims that give it. */
export class PositionDto {
  @ApiProperty({ example: 'It began in September 1939.' })
  @Text({ max: 4000 })
  statement!: string;

  @ApiProperty({ type: [String], format: 'uuid', description: 'Claims of the case that say so' })
  @IsArray()
  @ArrayMaxSize(100)
  @Uuid({ each: true })
  claimIds!: string[];
}

export class OpenContradictionDto {
  @ApiProperty({ description: 'Why they cannot all be true' })
  @Text({ max: 4000 })
  statement!: string;

  @OptionalText(4000, { description: 'What is asked', example: 'When did the war begin?' })
  question?: string;

  @OptionalText(20_000)
  rationale?: string;

  @ApiProperty({ type: [String], format: 'uuid', description: 'At least two claims' })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(100)
  @Uuid({ each: true })
  claimIds!: string[];

  @ApiPropertyOptional({ type: [PositionDto], description: 'The sides: two at least, where there are any' })
  @Optional()
  @NestedList(() => PositionDto, { min: 2, max: 20 })
  positions?: PositionDto[];
}

/** A case as a record written elsewhere tells it: it may have been settled there already. */
export class RecordedContradictionDto extends OpenContradictionDto {
  @Optional()
  @IsIn(CONTRADICTION_STATES)
  state?: ContradictionState;

  /** The number of the position that is to be believed, where the state is preferred */
  @Optional()
  @IsInt()
  preferred?: number;
}

export class ResolveContradictionDto {
  @ApiProperty({ enum: CONTRADICTION_STATES })
  @IsIn(CONTRADICTION_STATES)
  state!: ContradictionState;

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  rationale!: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'Which position is to be believed: required where the state is preferred and the case has any',
  })
  @Optional()
  @Uuid()
  preferredPositionId?: string;
}

export class ContradictionsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CONTRADICTION_STATES })
  @Optional()
  @IsIn(CONTRADICTION_STATES)
  state?: ContradictionState;

  @OptionalText(36, { description: 'Id or accession number: only cases to which one of its claims is party' })
  testimony?: string;

  @ApiPropertyOptional({
    description: `${MOMENT}: the cases as they stood then`,
    example: '2026-11-23T12:00:00Z',
  })
  @Optional()
  @IsString()
  @MaxLength(60)
  asOf?: string;
}

export const contradictionSchema = schema(
  'Contradiction',
  object({
    id: uuid,
    statement: text,
    question: nullable(text),
    rationale: nullable(text),
    state: oneOf(CONTRADICTION_STATES),
    preferred: { ...nullable(uuid), description: 'The position that is to be believed' },
    positions: array(object({ id: uuid, number: integer, statement: text, claims: array(uuid) })),
    claims: array(
      object({
        id: uuid,
        number: integer,
        statement: text,
        confidence: nullable(oneOf(CONFIDENCES)),
        position: { ...nullable(uuid), description: 'The side it is on' },
      }),
    ),
    version: integer,
    activity: activityReference,
  }),
);
