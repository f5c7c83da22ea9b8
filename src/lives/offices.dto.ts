import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Nested } from '../common/nested.js';
import {
  agentReference,
  integer,
  nullable,
  object,
  oneOf,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { OFFICE_KINDS, type OfficeKind } from './life.vocabulary.js';
import { restsOnSchema } from './rests-on.js';

export class RecordOfficeDto {
  @ApiProperty({ enum: OFFICE_KINDS })
  @IsIn(OFFICE_KINDS)
  kind!: OfficeKind;

  @ApiProperty({ example: 'first army officer', description: 'As told or as the source has it' })
  @Text({ max: 1000 })
  title!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The organisation or unit it was held in' })
  @Optional()
  @Uuid()
  organisationId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Where it was held' })
  @Optional()
  @Uuid()
  placeId?: string;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'From when to when, as one date: 1943/1945-08' })
  @Optional()
  @Nested(() => ToldDateDto)
  held?: ToldDateDto;

  @ApiPropertyOptional({ format: 'uuid', description: 'The source it rests on' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The claim it rests on' })
  @Optional()
  @Uuid()
  claimId?: string;

  @OptionalText(20_000)
  note?: string;
}

export class WithdrawOfficeDto {
  @ApiProperty({ description: 'Why it does not hold' })
  @Text({ max: 20_000 })
  because!: string;
}

export const officeSchema = schema(
  'Office',
  object({
    id: uuid,
    agent: agentReference,
    kind: oneOf(OFFICE_KINDS),
    title: text,
    organisation: nullable(agentReference),
    place: nullable(object({ id: uuid, name: text })),
    held: nullable(toldDate),
    ...restsOnSchema,
    note: nullable(text),
    withdrawnBecause: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
