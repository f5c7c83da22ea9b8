import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { AsOfQuery } from '../common/as-of-query.js';
import {
  array,
  flag,
  integer,
  nullable,
  object,
  oneOf,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { contradictionSchema } from './contradictions.dto.js';
import {
  SUGGESTION_RULES,
  SUGGESTION_STATES,
  type SuggestionRule,
  type SuggestionState,
} from './vocabularies.js';

/** `true` and `false` of a query; anything else is left for the validation to refuse. */
const TrueOrFalse = (): PropertyDecorator =>
  Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)));

export class SuggestionsQuery extends AsOfQuery {
  @ApiProperty({ description: 'Id or accession number of the testimony whose claims are compared' })
  @Text({ max: 36 })
  testimony!: string;

  @ApiPropertyOptional({ enum: SUGGESTION_RULES })
  @Optional()
  @IsIn(SUGGESTION_RULES)
  rule?: SuggestionRule;

  /** 1 to 200; default 50 */
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  @ApiPropertyOptional({ description: 'Also pairs that are in a case of contradiction already' })
  @Optional()
  @TrueOrFalse()
  @IsBoolean()
  recorded?: boolean;

  @ApiPropertyOptional({ description: 'Also pairs about which somebody has decided' })
  @Optional()
  @TrueOrFalse()
  @IsBoolean()
  decided?: boolean;
}

export class DecideSuggestionDto {
  @ApiProperty({ enum: SUGGESTION_RULES })
  @IsIn(SUGGESTION_RULES)
  rule!: SuggestionRule;

  @ApiProperty({ type: [String], format: 'uuid', description: 'The two claims' })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(2)
  @Uuid({ each: true })
  claimIds!: string[];

  @ApiProperty({ enum: SUGGESTION_STATES, description: 'What is accepted becomes a case of contradiction' })
  @IsIn(SUGGESTION_STATES)
  state!: SuggestionState;

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  because!: string;
}

export const suggestionsSchema = schema(
  'Suggestions',
  object({
    items: array(
      object({
        rule: oneOf(SUGGESTION_RULES),
        claims: array(
          object({
            id: uuid,
            number: integer,
            pointer: text,
            testimony: object({ id: uuid, accession: text }),
            statement: text,
            date: nullable(toldDate),
          }),
        ),
        because: { ...text, description: 'Why, in one sentence' },
        contradiction: { ...nullable(uuid), description: 'The first case that has both claims already' },
        decision: nullable(
          object({ state: oneOf(SUGGESTION_STATES), because: text, activity: activityReference }),
        ),
      }),
    ),
    total: { ...integer, description: 'How many there are, shown or not' },
    compared: { ...integer, description: 'How many claims were compared' },
    complete: { ...flag, description: 'False where there were more than can be compared' },
  }),
);

export const suggestionDecisionSchema = schema(
  'SuggestionDecision',
  object({
    id: uuid,
    rule: oneOf(SUGGESTION_RULES),
    claims: array(object({ id: uuid, number: integer, statement: text })),
    state: oneOf(SUGGESTION_STATES),
    because: text,
    contradiction: { ...nullable(contradictionSchema), description: 'The case that was opened' },
    activity: activityReference,
  }),
);
