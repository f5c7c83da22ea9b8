import { MOMENT } from '../common/moment.js';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, IsString, MaxLength, Min } from 'class-validator';
import { FirstAssessmentDto } from '../claims/assessment.dto.js';
import { assessmentMembers } from '../claims/claim-schemas.js';
import { integer, object, schema, text, uuid } from '../common/openapi.js';
import { Clearable, Optional, OptionalText } from '../common/optional.js';
import { PageQuery } from '../common/page.js';
import { Uuid } from '../common/uuid.js';

export class AssessmentDto extends FirstAssessmentDto {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description:
      'The citations of this claim that it rests on; needed for confirmed, refuted and a move of two rungs',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(200)
  @Uuid({ each: true })
  citationIds?: string[];

  @ApiPropertyOptional({
    format: 'uuid',
    nullable: true,
    description: 'The newest judgement one has seen, null for none: where there is a newer one, 409 gives it',
  })
  @Clearable()
  @Uuid()
  basedOn?: string | null;

  @ApiPropertyOptional({
    description: 'The version of the claim one has judged: where its wording is another by now, 409 gives it',
  })
  @Optional()
  @IsInt()
  @Min(1)
  claimVersion?: number;
}

export class HeldAssessmentsQuery extends PageQuery {
  @OptionalText(36, { description: 'Id or accession number: only on claims of this testimony' })
  testimony?: string;

  @ApiPropertyOptional({
    description: `${MOMENT}: what the agent held then`,
    example: '2026-11-23T12:00:00Z',
  })
  @Optional()
  @IsString()
  @MaxLength(60)
  asOf?: string;
}

export const heldAssessmentSchema = schema(
  'HeldAssessment',
  object({
    ...assessmentMembers,
    claim: object({ id: uuid, number: integer, pointer: text, statement: text }),
  }),
);
