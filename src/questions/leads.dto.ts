import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Nested } from '../common/nested.js';
import {
  agentReference,
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
import { sameAsMembers } from '../authorities/same-as.dto.js';
import { Clearable, ClearableText, Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { reachabilityMembers } from '../lives/reachability.dto.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { sourceReference } from '../sources/sources.dto.js';
import { attemptSchema, earlierAttemptSchema } from './attempts.dto.js';
import { LEAD_KINDS, LEAD_STATES, type LeadKind, type LeadState } from './lead.vocabulary.js';

/** What is to be done next, by whom, until when. */
export class NextStepDto {
  @ApiProperty({ example: 'Write to the editor of the second edition.' })
  @Text({ max: 4000 })
  text!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Who has taken it upon himself' })
  @Optional()
  @Uuid()
  ownerId?: string;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'Until when' })
  @Optional()
  @Nested(() => ToldDateDto)
  due?: ToldDateDto;
}

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

  @ApiPropertyOptional({ type: NextStepDto })
  @Optional()
  @Nested(() => NextStepDto)
  nextStep?: NextStepDto;

  @OptionalText(20_000)
  note?: string;
}

export class ReviseLeadDto {
  @OptionalText(4000)
  description?: string;

  @ApiPropertyOptional({ type: NextStepDto, nullable: true, description: 'Null when it is done' })
  @Clearable()
  @Nested(() => NextStepDto)
  nextStep?: NextStepDto | null;

  @ClearableText(20_000)
  note?: string | null;
}

export class LeadTransitionDto {
  @ApiProperty({ enum: LEAD_STATES })
  @IsIn(LEAD_STATES)
  to!: LeadState;

  @ApiProperty({ description: 'What happened' })
  @Text({ max: 20_000 })
  because!: string;
}

const leadMembers = {
  id: uuid,
  questionId: uuid,
  kind: oneOf(LEAD_KINDS),
  description: text,
  agent: nullable(agentReference),
  source: nullable(sourceReference),
  place: nullable(object({ id: uuid, name: text })),
  expectedDocument: nullable(object({ id: uuid, description: text })),
  state: oneOf(LEAD_STATES),
  stateBecause: { ...nullable(text), description: 'What brought it there; null if it was opened so' },
  nextStep: nullable(object({ text, owner: nullable(agentReference), due: nullable(toldDate) })),
  note: nullable(text),
  attempts: array(attemptSchema),
  version: integer,
  activity: activityReference,
};

export const leadSchema = schema('Lead', object(leadMembers));

export const attemptedLeadSchema = schema(
  'AttemptedLead',
  object({
    ...leadMembers,
    warnings: {
      ...array(earlierAttemptSchema),
      description:
        'The same was sought in the same place before: what came of it, the latest first, 20 at most',
    },
  }),
);

const leadReference = {
  id: uuid,
  kind: oneOf(LEAD_KINDS),
  description: text,
  agent: nullable(agentReference),
  state: oneOf(LEAD_STATES),
};

/** What an activity closed, and who is left. */
const stopMembers = {
  closedLeads: {
    ...array(object({ ...leadReference, questionId: uuid, was: oneOf(LEAD_STATES) })),
    description: 'Leads this statement closed; `was` is how they stood before',
  },
  questions: array(
    object({
      id: uuid,
      statement: text,
      state: text,
      couldAnswer: { ...array(object(leadReference)), description: 'Leads that are left' },
      withoutLivingWitness: { ...flag, description: 'No person is among the leads that are left' },
    }),
  ),
};

/** A statement on whether somebody can be reached, with what it closed. */
export const statedReachabilitySchema = schema(
  'StatedReachability',
  object({ ...reachabilityMembers, ...stopMembers }),
);

/** A statement that two records are of one person, with what it closed. */
export const mergeSchema = schema('Merge', object({ ...sameAsMembers, ...stopMembers }));
