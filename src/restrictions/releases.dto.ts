import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { agentReference, integer, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { PageQuery } from '../common/page.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import { RELEASE_STATES, type ReleaseState, RESTRICTABLE_KINDS } from './vocabularies.js';

export class ProposeReleaseDto {
  @ApiProperty({ format: 'uuid', description: 'The restriction whose words it was drawn from' })
  @Uuid()
  restrictionId!: string;

  @ApiProperty({ enum: RESTRICTABLE_KINDS })
  @IsIn(RESTRICTABLE_KINDS)
  kind!: RecordKind;

  @ApiProperty({ format: 'uuid', description: 'The record to be released; its own restrictions stay' })
  @Uuid()
  recordId!: string;

  @ApiProperty({ description: 'Why it may be read though the words it was drawn from may not' })
  @Text({ max: 20_000 })
  because!: string;
}

const DECISIONS = ['approved', 'declined', 'revoked'] as const;

export class DecideReleaseDto {
  @ApiProperty({
    enum: DECISIONS,
    description: 'Approved by somebody else than who proposed it; revoked later by anybody who may decide',
  })
  @IsIn(DECISIONS)
  state!: (typeof DECISIONS)[number];

  @ApiProperty({ description: 'Why' })
  @Text({ max: 20_000 })
  because!: string;
}

export class ReleasesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: RELEASE_STATES })
  @Optional()
  @IsIn(RELEASE_STATES)
  state?: ReleaseState;
}

export const releaseSchema = schema(
  'Release',
  object({
    id: uuid,
    restrictionId: uuid,
    kind: text,
    recordId: uuid,
    label: nullable(text),
    pointer: nullable(text),
    because: text,
    proposedBy: agentReference,
    state: oneOf(RELEASE_STATES),
    decidedBy: nullable(agentReference),
    decidedBecause: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
