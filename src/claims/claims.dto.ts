import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { FirstAssessmentDto } from './assessment.dto.js';
import { CitationDto } from './citation.dto.js';
import { MentionDto } from './mention.dto.js';
import { LONGEST_TELLING, TellerDto } from './tellers.dto.js';
import { BASES, type Basis, CLAIM_KINDS, type ClaimKind } from './vocabularies.js';
import { Clearable, Optional, OptionalText } from '../common/optional.js';
import { Nested, NestedList } from '../common/nested.js';

/** The exact words a statement was made in. The quotation alone is enough where it occurs once. */
export class AnchorDto {
  @ApiProperty({ description: 'The words, character by character as the text has them' })
  @Text({ max: 100_000 })
  exact!: string;

  @ApiPropertyOptional({ description: 'Words just before, to tell several occurrences apart' })
  @Optional()
  @IsString()
  prefix?: string;

  @ApiPropertyOptional({ description: 'Words just after' })
  @Optional()
  @IsString()
  suffix?: string;

  @ApiPropertyOptional({ description: 'In Unicode code points, inclusive' })
  @Optional()
  @IsInt()
  start?: number;

  @ApiPropertyOptional({ description: 'In Unicode code points, exclusive' })
  @Optional()
  @IsInt()
  end?: number;

  @ApiPropertyOptional({ description: 'The number of the passage it stands in' })
  @Optional()
  @IsInt()
  passage?: number;
}

export class RecordClaimDto {
  @ApiProperty({ description: 'The statement, put as one sentence' })
  @Text({ max: 4000 })
  statement!: string;

  @ApiPropertyOptional({ enum: CLAIM_KINDS, default: 'event' })
  @Optional()
  @IsIn(CLAIM_KINDS)
  kind?: ClaimKind;

  @ApiPropertyOptional({ enum: BASES, default: 'unknown', description: 'How the teller knows' })
  @Optional()
  @IsIn(BASES)
  basis?: Basis;

  @ApiProperty({ type: [AnchorDto], description: 'At least one' })
  @NestedList(() => AnchorDto, { min: 1, max: 50 })
  anchors!: AnchorDto[];

  @ApiPropertyOptional({ type: ToldDateDto, description: 'When it happened, as told' })
  @Optional()
  @Nested(() => ToldDateDto)
  date?: ToldDateDto;

  @ApiPropertyOptional({ type: [TellerDto], description: 'How the narrator came to know, nearest hop first' })
  @Optional()
  @NestedList(() => TellerDto, { max: LONGEST_TELLING })
  tellers?: TellerDto[];

  @ApiPropertyOptional({ type: [MentionDto] })
  @Optional()
  @NestedList(() => MentionDto, { max: 200 })
  mentions?: MentionDto[];

  @ApiPropertyOptional({ type: [CitationDto] })
  @Optional()
  @NestedList(() => CitationDto, { max: 50 })
  citations?: CitationDto[];

  @ApiPropertyOptional({ type: FirstAssessmentDto, description: 'Left out where nobody has judged it yet' })
  @Optional()
  @Nested(() => FirstAssessmentDto)
  assessment?: FirstAssessmentDto;
}

export class ReviseClaimDto {
  @OptionalText(4000)
  statement?: string;

  @ApiPropertyOptional({ enum: CLAIM_KINDS })
  @Optional()
  @IsIn(CLAIM_KINDS)
  kind?: ClaimKind;

  @ApiPropertyOptional({ enum: BASES })
  @Optional()
  @IsIn(BASES)
  basis?: Basis;

  @ApiPropertyOptional({ type: ToldDateDto, nullable: true, description: 'null takes it away' })
  @Clearable()
  @Nested(() => ToldDateDto)
  date?: ToldDateDto | null;

  @OptionalText(2000, { description: 'Why it is revised; kept with the activity' })
  note?: string;
}

export class ClaimsQuery extends AsOfPageQuery {
  @ApiPropertyOptional({
    enum: ['assessment', 'evidence'],
    description: 'Only claims nobody has assessed, or for which nothing is cited',
  })
  @Optional()
  @IsIn(['assessment', 'evidence'])
  needs?: 'assessment' | 'evidence';

  @ApiPropertyOptional({ description: 'Only claims that are unverified, or only those that are not' })
  @Optional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)))
  @IsBoolean()
  unverified?: boolean;
}

export class ReadingQuery extends AsOfQuery {
  @ApiPropertyOptional({ description: 'The number of a revision; the latest if left out' })
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  revision?: number;
}
