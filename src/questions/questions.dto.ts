import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import {
  agentReference,
  array,
  integer,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { Text } from '../common/text.js';
import { sourceReference } from '../sources/sources.dto.js';
import { leadSchema } from './leads.dto.js';
import { QUESTION_KINDS, QUESTION_STATES, type QuestionKind, type QuestionState } from './vocabularies.js';
import { Uuid } from '../common/uuid.js';
import { ClearableText, Optional, OptionalText } from '../common/optional.js';
import { NestedList } from '../common/nested.js';
import { activityReference } from '../provenance/provenance.dto.js';

/** What a question is about: a source or an agent. */
export class QuestionAboutDto {
  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  agentId?: string;
}

export class RaiseQuestionDto {
  @ApiProperty({ enum: QUESTION_KINDS })
  @IsIn(QUESTION_KINDS)
  kind!: QuestionKind;

  @ApiProperty({ example: 'Which publications did the author use without naming them?' })
  @Text({ max: 4000 })
  statement!: string;

  @OptionalText(20_000, { description: 'Why it is asked; what is known of the gap' })
  why?: string;

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Claims that raise it' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(1000)
  @Uuid({ each: true })
  raisedBy?: string[];

  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Claims an answer would settle' })
  @Optional()
  @IsArray()
  @ArrayMaxSize(1000)
  @Uuid({ each: true })
  wouldSettle?: string[];

  @ApiPropertyOptional({ type: [QuestionAboutDto], description: 'Sources and people it is about' })
  @Optional()
  @NestedList(() => QuestionAboutDto, { max: 100 })
  about?: QuestionAboutDto[];
}

export class ReviseQuestionDto {
  @OptionalText(4000)
  statement?: string;

  @ClearableText(20_000)
  why?: string | null;

  @ApiPropertyOptional({ enum: QUESTION_STATES })
  @Optional()
  @IsIn(QUESTION_STATES)
  state?: QuestionState;

  @OptionalText(20_000, { description: 'Why it is in this state; required with a state other than open' })
  stateBecause?: string;
}

export class QuestionsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: QUESTION_STATES })
  @Optional()
  @IsIn(QUESTION_STATES)
  state?: QuestionState;

  @OptionalText(36, { description: 'Id or accession number: only questions on its claims' })
  testimony?: string;
}

const claims = array(object({ id: uuid, number: integer, statement: text }));

export const questionSchema = schema(
  'Question',
  object({
    id: uuid,
    kind: oneOf(QUESTION_KINDS),
    statement: text,
    why: nullable(text),
    state: oneOf(QUESTION_STATES),
    stateBecause: nullable(text),
    raisedBy: claims,
    wouldSettle: claims,
    about: array(object({ source: nullable(sourceReference), agent: nullable(agentReference) })),
    leads: array(leadSchema),
    version: integer,
    activity: activityReference,
  }),
);
