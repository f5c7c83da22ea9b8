import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
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
import { Text } from '../common/text.js';
import { FLAG_KINDS, FLAG_STATES, type FlagKind } from './vocabularies.js';
import { activityReference } from '../provenance/provenance.dto.js';

export class RaiseFlagDto {
  @ApiProperty({ enum: FLAG_KINDS })
  @IsIn(FLAG_KINDS)
  kind!: FlagKind;

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  reason!: string;
}

export class DecideFlagDto {
  @ApiProperty({ enum: ['upheld', 'dismissed'] })
  @IsIn(['upheld', 'dismissed'])
  state!: 'upheld' | 'dismissed';

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  because!: string;
}

export class ReopenFlagDto {
  @ApiProperty({ description: 'Why it is to be decided once more; always required' })
  @Text({ max: 20_000 })
  because!: string;
}

export const flagSchema = schema(
  'Flag',
  object({
    id: uuid,
    claim: object({ id: uuid, number: integer, statement: text }),
    kind: oneOf(FLAG_KINDS),
    reason: text,
    by: agentReference,
    state: oneOf(FLAG_STATES),
    decidedBecause: nullable(text),
    reopenedBecause: {
      ...nullable(text),
      description: 'Why it was to be decided once more; null where it never was reopened',
    },
    earlierDecisions: {
      ...array(
        object({
          state: oneOf(['upheld', 'dismissed']),
          because: text,
          activity: activityReference,
          reopenedBecause: text,
          reopened: activityReference,
        }),
      ),
      description:
        'Decisions that were taken back, the first one first: who, when, why, and why not any more',
    },
    version: integer,
    activity: activityReference,
  }),
);
