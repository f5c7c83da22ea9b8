import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import {
  agentReference,
  integer,
  moment,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { PageQuery } from '../common/page.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { ACCESS_REQUEST_STATES, type AccessRequestState, RESTRICTION_MODES } from './vocabularies.js';

export class RequestAccessDto {
  @ApiProperty({ format: 'uuid', description: 'The restriction, as what it closes is listed with it' })
  @Uuid()
  restrictionId!: string;

  @ApiProperty({ description: 'What it is wanted for' })
  @Text({ max: 20_000 })
  purpose!: string;
}

const DECISIONS = ['granted', 'declined', 'withdrawn'] as const;
export const DEFAULT_DAYS = 90;

export class DecideAccessRequestDto {
  @ApiProperty({ enum: DECISIONS, description: 'withdrawn: by the one who asked, and nobody else' })
  @IsIn(DECISIONS)
  state!: (typeof DECISIONS)[number];

  @ApiProperty({ description: 'Why, and under what conditions' })
  @Text({ max: 20_000 })
  because!: string;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: 3660,
    default: DEFAULT_DAYS,
    description: 'For how many days it is granted',
  })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(3660)
  days?: number;
}

export class RevokeGrantDto {
  @ApiProperty({ description: 'Why it is revoked' })
  @Text({ max: 20_000 })
  because!: string;
}

export class AccessRequestsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ACCESS_REQUEST_STATES })
  @Optional()
  @IsIn(ACCESS_REQUEST_STATES)
  state?: AccessRequestState;
}

export const accessRequestSchema = schema(
  'AccessRequest',
  object({
    id: uuid,
    restriction: object({
      id: uuid,
      kind: text,
      recordId: uuid,
      label: nullable(text),
      mode: oneOf(RESTRICTION_MODES),
    }),
    by: agentReference,
    purpose: text,
    state: oneOf(ACCESS_REQUEST_STATES),
    decidedBy: nullable(agentReference),
    decidedBecause: nullable(text),
    grant: nullable(object({ expiresAt: moment, revokedBecause: nullable(text) })),
    version: integer,
    activity: activityReference,
  }),
);
