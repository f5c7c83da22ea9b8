import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray } from 'class-validator';
import { FirstAssessmentDto } from '../claims/assessment.dto.js';
import { Optional } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';

export class WithdrawCitationDto {
  @ApiProperty({ description: 'Why it is withdrawn; it stays on record' })
  @Text({ max: 4000 })
  because!: string;
}

export class AssessmentDto extends FirstAssessmentDto {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description: 'The citations of this claim that it rests on',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(200)
  @Uuid({ each: true })
  citationIds?: string[];
}
