import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Text } from '../common/text.js';
import { CONFIDENCES, type Confidence } from './vocabularies.js';

/** An assessment made together with the claim. */
export class FirstAssessmentDto {
  @ApiProperty({ enum: CONFIDENCES })
  @IsIn(CONFIDENCES)
  confidence!: Confidence;

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  rationale!: string;
}
