import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn } from 'class-validator';
import { CONFIDENCES } from '../claims/vocabularies.js';
import { array, integer, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { CONTRADICTION_STATES, type ContradictionState } from './vocabularies.js';

export class OpenContradictionDto {
  @ApiProperty({ description: 'Why they cannot all be true, or the question they raise' })
  @Text({ max: 4000 })
  statement!: string;

  @OptionalText(20_000)
  rationale?: string;

  @ApiProperty({ type: [String], format: 'uuid', description: 'At least two claims' })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(100)
  @Uuid({ each: true })
  claimIds!: string[];
}

export class ResolveContradictionDto {
  @ApiProperty({ enum: CONTRADICTION_STATES })
  @IsIn(CONTRADICTION_STATES)
  state!: ContradictionState;

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  rationale!: string;
}

export const contradictionSchema = schema(
  'Contradiction',
  object({
    id: uuid,
    statement: text,
    rationale: nullable(text),
    state: oneOf(CONTRADICTION_STATES),
    claims: array(
      object({ id: uuid, number: integer, statement: text, confidence: nullable(oneOf(CONFIDENCES)) }),
    ),
    version: integer,
    activity: activityReference,
  }),
);
