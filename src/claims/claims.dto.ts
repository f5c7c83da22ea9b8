import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from '../common/page.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { CitationDto, FirstAssessmentDto } from './evidence.dto.js';
import { BASES, type Basis, CLAIM_KINDS, type ClaimKind } from './vocabularies.js';
import { Uuid } from '../common/uuid.js';

/** The exact words a statement was made in. The quotation alone is enough where it occurs once. */
export class AnchorDto {
  @ApiProperty({ description: 'The words, character by character as the text has them' })
  @Text({ max: 100_000 })
  exact!: string;

  @ApiPropertyOptional({ description: 'Words just before, to tell several occurrences apart' })
  @IsOptional()
  @IsString()
  prefix?: string;

  @ApiPropertyOptional({ description: 'Words just after' })
  @IsOptional()
  @IsString()
  suffix?: string;

  @ApiPropertyOptional({ description: 'In Unicode code points, inclusive' })
  @IsOptional()
  @IsInt()
  start?: number;

  @ApiPropertyOptional({ description: 'In Unicode code points, exclusive' })
  @IsOptional()
  @IsInt()
  end?: number;

  @ApiPropertyOptional({ description: 'The number of the passage it stands in' })
  @IsOptional()
  @IsInt()
  passage?: number;
}

/** A hop of the chain: who told it or where it was read; neither where that is unknown. */
export class TellerDto {
  @ApiProperty({ enum: BASES })
  @IsIn(BASES)
  basis!: Basis;

  @ApiPropertyOptional({ format: 'uuid', description: 'Who told it, named or unnamed' })
  @IsOptional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Or what it was read in' })
  @IsOptional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ type: ToldDateDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => ToldDateDto)
  when?: ToldDateDto;

  @ApiPropertyOptional()
  @IsOptional()
  @Text({ max: 500 })
  where?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Text({ max: 4000 })
  note?: string;
}

export class MentionDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'A person, organisation or group' })
  @IsOptional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Or a place' })
  @IsOptional()
  @Uuid()
  placeId?: string;

  @ApiProperty({ description: 'The words used', example: 'Colonel Ryuzo Sejima' })
  @Text({ max: 500 })
  words!: string;
}

export class RecordClaimDto {
  @ApiProperty({ description: 'The statement, put as one sentence' })
  @Text({ max: 4000 })
  statement!: string;

  @ApiPropertyOptional({ enum: CLAIM_KINDS, default: 'event' })
  @IsOptional()
  @IsIn(CLAIM_KINDS)
  kind?: ClaimKind;

  @ApiPropertyOptional({ enum: BASES, default: 'unknown', description: 'How the teller knows' })
  @IsOptional()
  @IsIn(BASES)
  basis?: Basis;

  @ApiProperty({ type: [AnchorDto], description: 'At least one' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => AnchorDto)
  anchors!: AnchorDto[];

  @ApiPropertyOptional({ type: ToldDateDto, description: 'When it happened, as told' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ToldDateDto)
  date?: ToldDateDto;

  @ApiPropertyOptional({ type: [TellerDto], description: 'How the narrator came to know, nearest hop first' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => TellerDto)
  tellers?: TellerDto[];

  @ApiPropertyOptional({ type: [MentionDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => MentionDto)
  mentions?: MentionDto[];

  @ApiPropertyOptional({ type: [CitationDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => CitationDto)
  citations?: CitationDto[];

  @ApiPropertyOptional({ type: FirstAssessmentDto, description: 'Left out where nobody has judged it yet' })
  @IsOptional()
  @ValidateNested()
  @Type(() => FirstAssessmentDto)
  assessment?: FirstAssessmentDto;
}

export class ReviseClaimDto {
  @ApiPropertyOptional()
  @IsOptional()
  @Text({ max: 4000 })
  statement?: string;

  @ApiPropertyOptional({ enum: CLAIM_KINDS })
  @IsOptional()
  @IsIn(CLAIM_KINDS)
  kind?: ClaimKind;

  @ApiPropertyOptional({ enum: BASES })
  @IsOptional()
  @IsIn(BASES)
  basis?: Basis;

  @ApiPropertyOptional({ type: ToldDateDto })
  @IsOptional()
  @ValidateNested()
  @Type(() => ToldDateDto)
  date?: ToldDateDto;

  @ApiPropertyOptional({ description: 'Why it is revised; kept with the activity' })
  @IsOptional()
  @Text({ max: 2000 })
  note?: string;
}

export class ClaimsQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ['assessment', 'evidence'],
    description: 'Only claims nobody has assessed, or for which nothing is cited',
  })
  @IsOptional()
  @IsIn(['assessment', 'evidence'])
  needs?: 'assessment' | 'evidence';

  @ApiPropertyOptional({ description: 'Only claims that are unverified, or only those that are not' })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  unverified?: boolean;
}
