import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { agentReference, flag, moment, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { Text } from '../common/text.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { RELIABILITY_GRADES, type ReliabilityGrade } from './reliability.vocabulary.js';
import { sourceReference } from './sources.dto.js';

export class GradeReliabilityDto {
  @ApiProperty({
    enum: RELIABILITY_GRADES,
    description:
      'A completely reliable, B usually, C fairly, D not usually, E unreliable, F cannot be judged',
  })
  @IsIn(RELIABILITY_GRADES)
  grade!: ReliabilityGrade;

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  rationale!: string;
}

export const reliabilitySchema = schema(
  'Reliability',
  object({
    id: uuid,
    source: sourceReference,
    grade: oneOf(RELIABILITY_GRADES),
    rationale: text,
    by: agentReference,
    at: moment,
    current: { ...flag, description: 'Whether its author has put no later one in its place' },
    activity: activityReference,
  }),
);
