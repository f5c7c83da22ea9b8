import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { DryRunQuery } from '../common/dry-run-query.js';
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
  uuid,
} from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { PageQuery } from '../common/page.js';
import { Text } from '../common/text.js';
import { Edtf } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import {
  RESTRICTABLE_KINDS,
  RESTRICTION_BASES,
  RESTRICTION_ENDS,
  RESTRICTION_MODES,
  RESTRICTION_PARTS,
  type RestrictionBasis,
  type RestrictionMode,
  type RestrictionPart,
} from './vocabularies.js';

export class UntilDto {
  @ApiPropertyOptional({ description: 'Until the end of this date (EDTF)', example: '2051' })
  @Optional()
  @Edtf()
  edtf?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Or until so many years after the death of this person',
  })
  @Optional()
  @Uuid()
  deathOf?: string;

  @ApiPropertyOptional({ minimum: 0, maximum: 200, example: 10 })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(200)
  years?: number;
}

export class RestrictDto {
  @ApiProperty({ enum: RESTRICTABLE_KINDS, description: 'What kind of record it is' })
  @IsIn(RESTRICTABLE_KINDS)
  kind!: RecordKind;

  @ApiProperty({ format: 'uuid' })
  @Uuid()
  recordId!: string;

  @ApiPropertyOptional({
    enum: RESTRICTION_PARTS,
    description:
      'What of it: all (record); of a testimony its texts and claims (content), what describes it, or its summary; of a revision a span. When left out: all, and the content of a testimony that stays listed.',
  })
  @Optional()
  @IsIn(RESTRICTION_PARTS)
  part?: RestrictionPart;

  @ApiPropertyOptional({
    description: 'Of a span: its first character, counted in Unicode code points from 0',
  })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(2 ** 31 - 1)
  start?: number;

  @ApiPropertyOptional({ description: 'Of a span: the character after its last' })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(2 ** 31 - 1)
  end?: number;

  @ApiProperty({ enum: RESTRICTION_MODES })
  @IsIn(RESTRICTION_MODES)
  mode!: RestrictionMode;

  @ApiProperty({ enum: RESTRICTION_BASES, description: 'On whose account' })
  @IsIn(RESTRICTION_BASES)
  basis!: RestrictionBasis;

  @ApiProperty({ description: 'Why, and by what paper or wish' })
  @Text({ max: 20_000 })
  because!: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Who decided it, where that is not the one who records it',
  })
  @Optional()
  @Uuid()
  decidedById?: string;

  @ApiPropertyOptional({ type: UntilDto, description: 'Until when; for good when left out' })
  @Optional()
  @Nested(() => UntilDto)
  until?: UntilDto;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'The restriction it takes the place of, which ends with it',
  })
  @Optional()
  @Uuid()
  replaces?: string;
}

export class EndRestrictionDto {
  @ApiProperty({ description: 'Why it ends' })
  @Text({ max: 20_000 })
  because!: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Who decided it, where that is not the one who records it',
  })
  @Optional()
  @Uuid()
  decidedById?: string;
}

export class RestrictQuery extends DryRunQuery {}

export class RestrictionsQuery extends PageQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Those that close this record, imposed on it or on what it rests on',
  })
  @Optional()
  @Uuid()
  closing?: string;
}

export class LiftOverdueDto {
  @ApiProperty({ description: 'true: the clock of the machine was looked at, and is right' })
  @IsBoolean()
  clockIsRight!: boolean;
}

const members = {
  id: uuid,
  kind: text,
  recordId: uuid,
  label: nullable(text),
  pointer: nullable(text),
  part: oneOf(RESTRICTION_PARTS),
  span: nullable(object({ start: integer, end: integer })),
  mode: oneOf(RESTRICTION_MODES),
  basis: oneOf(RESTRICTION_BASES),
  because: text,
  decidedBy: agentReference,
  until: nullable(
    object({
      edtf: nullable(text),
      deathOf: nullable(agentReference),
      years: nullable(integer),
      endsOn: nullable(text),
    }),
  ),
  replaces: nullable(uuid),
  end: nullable(
    object({
      reason: oneOf(RESTRICTION_ENDS),
      because: text,
      decidedBy: agentReference,
      activity: activityReference,
    }),
  ),
  activity: activityReference,
};

export const restrictionSummarySchema = schema('RestrictionSummary', object(members));

const reached = object({ kind: text, count: integer });
export const restrictionSchema = schema(
  'Restriction',
  object({
    ...members,
    closes: array(reached),
    records: array(object({ kind: text, id: uuid, label: nullable(text), pointer: nullable(text) })),
    truncated: { type: 'boolean' },
  }),
);
