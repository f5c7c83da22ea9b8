import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { Nested } from '../common/nested.js';
import { agentReference, nullable, object, oneOf, schema, text, toldDate, uuid } from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { sourceReference } from '../sources/sources.dto.js';
import { ATTEMPT_OUTCOMES, type AttemptOutcome } from './lead.vocabulary.js';

/** Where was searched: a place, an institution or person, a source, or words alone; words may be added to each. */
export class WhereSearchedDto {
  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  placeId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Who was asked, or whose holdings were searched' })
  @Optional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The catalogue, index or book that was searched' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @OptionalText(1000, { example: 'the catalogue of the National Diet Library' })
  words?: string;
}

export class RecordAttemptDto {
  @ApiProperty({ enum: ATTEMPT_OUTCOMES })
  @IsIn(ATTEMPT_OUTCOMES)
  outcome!: AttemptOutcome;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'When it was tried' })
  @Optional()
  @Nested(() => ToldDateDto)
  when?: ToldDateDto;

  @ApiPropertyOptional({ format: 'uuid', description: 'Who tried; the narrator, where the account says so' })
  @Optional()
  @Uuid()
  byId?: string;

  @ApiPropertyOptional({
    type: WhereSearchedDto,
    description: 'Where was searched; left out where it was the institution or place of the lead itself',
  })
  @Optional()
  @Nested(() => WhereSearchedDto)
  where?: WhereSearchedDto;

  @OptionalText(500, { example: 'letter' })
  channel?: string;

  @OptionalText(20_000)
  note?: string;
}

/** Where somebody thinks of searching. */
export class EarlierAttemptsQuery extends AsOfPageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  placeId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @OptionalText(1000, { description: 'Compared without regard to width, case and blanks' })
  words?: string;
}

const attemptMembers = {
  id: uuid,
  outcome: oneOf(ATTEMPT_OUTCOMES),
  when: nullable(toldDate),
  by: nullable(agentReference),
  where: nullable(
    object({
      place: nullable(object({ id: uuid, name: text })),
      agent: nullable(agentReference),
      source: nullable(sourceReference),
      words: nullable(text),
    }),
  ),
  channel: nullable(text),
  note: nullable(text),
  activity: activityReference,
};

export const attemptSchema = schema('Attempt', object(attemptMembers));

export const earlierAttemptSchema = schema(
  'EarlierAttempt',
  object({ ...attemptMembers, lead: object({ id: uuid, questionId: uuid, description: text }) }),
);
