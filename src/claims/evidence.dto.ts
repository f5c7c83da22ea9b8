import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn } from 'class-validator';
import { Text } from '../common/text.js';
import { CreateSourceDto } from '../sources/sources.dto.js';
import {
  CONFIDENCES,
  type Confidence,
  CONTRADICTION_STATES,
  EVIDENCE_CLASSES,
  INFORMATION_CLASSES,
  SOURCE_CLASSES,
  type Stance,
  STANCES,
} from './vocabularies.js';
import { Uuid } from '../common/uuid.js';
import { Optional, OptionalText } from '../common/optional.js';
import { Nested } from '../common/nested.js';

export class LocatorDto {
  @ApiProperty({ description: 'A CSL locator label', example: 'page' })
  @Text({ max: 60 })
  label!: string;

  @ApiProperty({ example: '112-114' })
  @Text({ max: 200 })
  value!: string;
}

/** A source recorded already, by id, or a new one recorded in the same activity. */
export class CitedSourceDto extends CreateSourceDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'A source recorded already; then nothing else' })
  @Optional()
  @Uuid()
  id?: string;
}

/** Cites a source, or another claim, or a passage of another testimony: exactly one of them. */
export class CitationDto {
  @ApiProperty({ enum: STANCES })
  @IsIn(STANCES)
  stance!: Stance;

  @ApiPropertyOptional({ type: CitedSourceDto })
  @Optional()
  @Nested(() => CitedSourceDto)
  source?: CitedSourceDto;

  @ApiPropertyOptional({ format: 'uuid', description: 'Another claim' })
  @Optional()
  @Uuid()
  claimId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'A passage of another testimony' })
  @Optional()
  @Uuid()
  passageId?: string;

  @ApiPropertyOptional({ type: LocatorDto })
  @Optional()
  @Nested(() => LocatorDto)
  locator?: LocatorDto;

  @OptionalText(20_000, { description: 'The words of the source, in its own language' })
  quotation?: string;

  @OptionalText(60, { description: 'Language of the quotation (BCP 47)' })
  quotationLanguage?: string;

  @OptionalText(20_000)
  note?: string;

  @ApiPropertyOptional({ enum: SOURCE_CLASSES })
  @Optional()
  @IsIn(SOURCE_CLASSES)
  sourceClass?: string;

  @ApiPropertyOptional({ enum: INFORMATION_CLASSES })
  @Optional()
  @IsIn(INFORMATION_CLASSES)
  informationClass?: string;

  @ApiPropertyOptional({ enum: EVIDENCE_CLASSES })
  @Optional()
  @IsIn(EVIDENCE_CLASSES)
  evidenceClass?: string;
}

export class WithdrawCitationDto {
  @ApiProperty({ description: 'Why it is withdrawn; it stays on record' })
  @Text({ max: 4000 })
  because!: string;
}

/** An assessment made together with the claim. */
export class FirstAssessmentDto {
  @ApiProperty({ enum: CONFIDENCES })
  @IsIn(CONFIDENCES)
  confidence!: Confidence;

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  rationale!: string;
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
  state!: (typeof CONTRADICTION_STATES)[number];

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  rationale!: string;
}
