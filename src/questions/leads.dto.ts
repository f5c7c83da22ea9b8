import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Nested } from '../common/nested.js';
import {
  agentReference,
  array,
  integer,
  nullable,
  object,
  oneOf,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { ClearableText, Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { sourceReference } from '../sources/sources.dto.js';
import {
  ATTEMPT_OUTCOMES,
  type AttemptOutcome,
  LEAD_KINDS,
  LEAD_STATES,
  type LeadKind,
  type LeadState,
} from './lead.vocabulary.js';

export class OpenLeadDto {
  @ApiProperty({ enum: LEAD_KINDS })
  @IsIn(LEAD_KINDS)
  kind!: LeadKind;

  @ApiProperty({ example: 'Mr Nakayama, who taught war history' })
  @Text({ max: 4000 })
  description!: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Uuid()
  placeId?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'What of the expected documents is searched for by it',
  })
  @Optional()
  @Uuid()
  expectedDocumentId?: string;

  @ApiPropertyOptional({ enum: LEAD_STATES, default: 'not_yet_reached' })
  @Optional()
  @IsIn(LEAD_STATES)
  state?: LeadState;

  @OptionalText(20_000)
  note?: string;
}

export class ReviseLeadDto {
  @ApiPropertyOptional({ enum: LEAD_STATES })
  @Optional()
  @IsIn(LEAD_STATES)
  state?: LeadState;

  @ClearableText(20_000)
  note?: string | null;
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

  @OptionalText(500, { example: 'letter' })
  channel?: string;

  @OptionalText(20_000)
  note?: string;
}

export const attemptSchema = schema(
  'Attempt',
  object({
    id: uuid,
    outcome: oneOf(ATTEMPT_OUTCOMES),
    when: nullable(toldDate),
    by: nullable(agentReference),
    channel: nullable(text),
    note: nullable(text),
    activity: activityReference,
  }),
);

export const leadSchema = schema(
  'Lead',
  object({
    id: uuid,
    questionId: uuid,
    kind: oneOf(LEAD_KINDS),
    description: text,
    agent: nullable(agentReference),
    source: nullable(sourceReference),
    place: nullable(object({ id: uuid, name: text })),
    expectedDocument: nullable(object({ id: uuid, description: text })),
    state: oneOf(LEAD_STATES),
    note: nullable(text),
    attempts: array(attemptSchema),
    version: integer,
    activity: activityReference,
  }),
);
