import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { CitedSourceDto, LocatorDto } from '../claims/citation.dto.js';
import { Nested, NestedList } from '../common/nested.js';
import { array, integer, nullable, object, schema, text, uuid } from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { sourceReference } from '../sources/sources.dto.js';
import { QUESTION_STATES, type QuestionState } from './vocabularies.js';

/** An answer, in words, as claims, or as both. */
export class AnswerDto {
  @OptionalText(20_000, { example: 'It was signed at Zhalinwu, on 19 August 1945.' })
  statement?: string;

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Claims that are the answer' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(100)
  @Uuid({ each: true })
  claimIds?: string[];
}

/** What an answer rests on: a source, or a claim, or a passage; exactly one of them. */
export class AnswerCitationDto {
  @ApiPropertyOptional({ type: CitedSourceDto })
  @Optional()
  @Nested(() => CitedSourceDto)
  source?: CitedSourceDto;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  claimId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
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
}

export class QuestionTransitionDto {
  @ApiProperty({ enum: QUESTION_STATES })
  @IsIn(QUESTION_STATES)
  to!: QuestionState;

  @ApiProperty({ example: 'Nobody is left to be asked.' })
  @Text({ max: 20_000 })
  because!: string;

  @ApiPropertyOptional({ type: AnswerDto, description: 'With answered alone, and then required' })
  @Optional()
  @Nested(() => AnswerDto)
  answer?: AnswerDto;

  @ApiPropertyOptional({
    type: [AnswerCitationDto],
    description: 'What the answer rests on; with answered alone',
  })
  @Optional()
  @NestedList(() => AnswerCitationDto, { max: 100 })
  citations?: AnswerCitationDto[];

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description: 'The claims the answer settles; left out, those that the question was to settle',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(1000)
  @Uuid({ each: true })
  settles?: string[];
}

const claim = object({ id: uuid, number: integer, statement: text });

export const answerSchema = schema(
  'Answer',
  object({
    id: uuid,
    statement: nullable(text),
    claims: array(claim),
    citations: array(
      object({
        id: uuid,
        source: nullable(sourceReference),
        claim: nullable(claim),
        passage: nullable(object({ id: uuid, number: integer, revisionId: uuid })),
        locator: nullable(object({ label: text, value: text })),
        quotation: nullable(text),
        quotationLanguage: nullable(text),
        note: nullable(text),
      }),
    ),
    settles: array(claim),
    activity: activityReference,
  }),
);
