import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import {
  agentReference,
  array,
  flag,
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
import {
  ERASABLE_KINDS,
  type ErasableKind,
  ERASURE_BASES,
  ERASURE_PARTS,
  ERASURE_STATES,
  type ErasureBasis,
  type ErasurePart,
  type ErasureState,
} from './vocabularies.js';

const OFFSET = 2 ** 31 - 1;

export class RequestErasureDto {
  @ApiProperty({ enum: ERASABLE_KINDS, description: 'What kind of record it is' })
  @IsIn(ERASABLE_KINDS)
  kind!: ErasableKind;

  @ApiProperty({ format: 'uuid' })
  @Uuid()
  recordId!: string;

  @ApiPropertyOptional({
    enum: ERASURE_PARTS,
    default: 'record',
    description:
      'What of it: all (record); of a revision a span; of a testimony the summary; of an agent the name with all its forms, the health, the contact details.',
  })
  @Optional()
  @IsIn(ERASURE_PARTS)
  part?: ErasurePart;

  @ApiPropertyOptional({
    description: 'Of a span: its first character, counted in Unicode code points from 0',
  })
  @Optional()
  @IsInt()
  @Min(0)
  @Max(OFFSET)
  start?: number;

  @ApiPropertyOptional({ description: 'Of a span: the character after its last' })
  @Optional()
  @IsInt()
  @Min(1)
  @Max(OFFSET)
  end?: number;

  @ApiPropertyOptional({
    description:
      'true: also wherever the very words stand in other records; but in other texts, which are erased by their place. Try it first.',
  })
  @Optional()
  @IsBoolean()
  everywhere?: boolean;

  @ApiPropertyOptional({
    type: [String],
    description: 'Claims drawn from the words that stay nevertheless; their quotations do not',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(1000)
  @ArrayUnique()
  @Uuid({ each: true })
  keepClaimIds?: string[];

  @ApiProperty({ enum: ERASURE_BASES, description: 'On whose demand; this is told to whoever asks for it' })
  @IsIn(ERASURE_BASES)
  basis!: ErasureBasis;

  @ApiProperty({
    description:
      'Who demanded it, and by which paper; kept outside of the database too. Nothing of what is erased.',
  })
  @Text({ max: 2000 })
  authority!: string;

  @ApiProperty({ description: 'Why. Nothing of what is erased: this stays.' })
  @Text({ max: 20_000 })
  because!: string;
}

export class DecideErasureDto {
  @ApiProperty({ description: 'Why. Nothing of what is erased: this stays.' })
  @Text({ max: 20_000 })
  because!: string;
}

export class ErasuresQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ERASURE_STATES })
  @Optional()
  @IsIn(ERASURE_STATES)
  state?: ErasureState;
}

const MEMBERS = {
  id: uuid,
  kind: oneOf(ERASABLE_KINDS),
  recordId: uuid,
  part: oneOf(ERASURE_PARTS),
  span: nullable(object({ start: integer, end: integer })),
  everywhere: flag,
  keepClaimIds: array(uuid),
  basis: oneOf(ERASURE_BASES),
  authority: nullable(text),
  because: nullable(text),
  requestedBy: agentReference,
  state: oneOf(ERASURE_STATES),
  decision: nullable(
    object({
      because: nullable(text),
      decidedBy: agentReference,
      anew: { ...flag, description: 'Done by the archive itself, after a backup from before was restored' },
      at: moment,
      activity: activityReference,
    }),
  ),
  activity: activityReference,
};

export const erasureSummarySchema = schema('ErasureSummary', object(MEMBERS));

export const erasureSchema = schema(
  'Erasure',
  object({
    ...MEMBERS,
    erases: {
      ...array(object({ kind: text, count: integer, gone: integer })),
      description: 'Rows whose words are destroyed, by kind; of those so many are gone as records',
    },
    texts: {
      ...array(object({ kind: oneOf(['revision', 'translation']), id: uuid, start: integer, end: integer })),
      description: 'Places in texts whose words are destroyed',
    },
    claims: {
      ...array(object({ id: uuid, pointer: text, released: flag })),
      description: 'Claims drawn from the words, which go with them',
    },
  }),
);

export const erasureRehearsalSchema = schema(
  'ErasureRehearsal',
  object({
    erasure: erasureSchema,
    unsure: {
      ...array(object({ revisionId: uuid, start: integer, end: integer })),
      description:
        'Where the words perhaps stand in other texts of the testimony: not erased unless asked for',
    },
    elsewhere: {
      ...array(object({ kind: text, member: text, count: integer })),
      description: 'Where else the very words stand: left there, or replaced where everywhere was asked for',
    },
  }),
);
