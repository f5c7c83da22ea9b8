import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Nested } from '../common/nested.js';
import { Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { CreateSourceDto } from '../sources/sources.dto.js';
import {
  EVIDENCE_CLASSES,
  INFORMATION_CLASSES,
  SOURCE_CLASSES,
  type Stance,
  STANCES,
} from './vocabularies.js';

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
