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
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { Text } from '../common/text.js';
import { sourceReference } from '../sources/sources.dto.js';
import { expectedDocumentSchema } from './expected-documents.dto.js';
import { leadSchema } from './leads.dto.js';
import { PRIORITY_REASONS } from './question-priority.rules.js';
import { answerSchema } from './question-transitions.dto.js';
import {
  QUESTION_KINDS,
  QUESTION_SORTS,
  QUESTION_STATES,
  type QuestionKind,
  type QuestionSort,
  type QuestionState,
} from './vocabularies.js';
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
}

export class QuestionsQuery extends AsOfPageQuery {
  @ApiPropertyOptional({ enum: QUESTION_STATES })
  @Optional()
  @IsIn(QUESTION_STATES)
  state?: QuestionState;

  @OptionalText(36, { description: 'Id or accession number: only questions on its claims' })
  testimony?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Only questions about this person, or with a lead to him',
  })
  @Optional()
  @Uuid()
  person?: string;

  @ApiPropertyOptional({
    enum: QUESTION_SORTS,
    default: 'age',
    description: 'By age, the oldest first; by priority, the most pressing first',
  })
  @Optional()
  @IsIn(QUESTION_SORTS)
  sort?: QuestionSort;
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
    answer: nullable(answerSchema),
    expectedDocuments: array(expectedDocumentSchema),
    leads: array(leadSchema),
    version: integer,
    activity: activityReference,
    priority: object({
      score: integer,
      reasons: array(object({ code: oneOf(PRIORITY_REASONS), points: integer, because: text })),
    }),
  }),
);
