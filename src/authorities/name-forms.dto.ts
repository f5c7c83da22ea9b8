import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, ValidateBy } from 'class-validator';
import { placeReference } from '../agents/places.dto.js';
import { Nested, NestedList } from '../common/nested.js';
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
import { Clearable, ClearableText, Optional, OptionalText } from '../common/optional.js';
import { LanguageTag, ScriptCode } from '../common/tag-fields.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { sourceReference } from '../sources/sources.dto.js';
import { isReading } from './name-form.rules.js';
import {
  NAME_ORDERS,
  NAME_PARTS,
  NAME_TYPES,
  type NameOrder,
  type NamePartKind,
  type NameType,
  type Romanisation,
  ROMANISATIONS,
} from './vocabularies.js';

/** How a name is read, in kana. */
function Reading(): PropertyDecorator {
  return ValidateBy({
    name: 'name.reading_not_kana',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isReading(value),
      defaultMessage: () => 'the reading in kana, such as セジマ リュウゾウ, as a person knows it',
    },
  });
}

export class NamePartDto {
  @ApiProperty({ enum: NAME_PARTS })
  @IsIn(NAME_PARTS)
  kind!: NamePartKind;

  @ApiProperty({ example: '瀬島' })
  @Text({ max: 200 })
  value!: string;
}

const READING = { description: 'In kana, typed by a person who knows it', example: 'セジマ リュウゾウ' };

export class RecordNameDto {
  @ApiProperty({ example: '瀬島 龍三', description: 'As it is written' })
  @Text({ max: 500 })
  value!: string;

  @ApiPropertyOptional({ type: [NamePartDto], description: 'Its parts in the order they are written' })
  @Optional()
  @NestedList(() => NamePartDto, { min: 1, max: 20 })
  parts?: NamePartDto[];

  @ApiProperty({ enum: NAME_TYPES, description: 'Agents and places have their own; see the README' })
  @IsIn(NAME_TYPES)
  type!: NameType;

  @ApiProperty({ example: 'ja', description: 'BCP 47; und where it is not known' })
  @LanguageTag()
  language!: string;

  @ApiProperty({ example: 'Jpan', description: 'ISO 15924' })
  @ScriptCode()
  script!: string;

  @ApiPropertyOptional({ enum: ROMANISATIONS, description: 'Only with the script Latn' })
  @Optional()
  @IsIn(ROMANISATIONS)
  romanisation?: Romanisation;

  @ApiPropertyOptional(READING)
  @Optional()
  @Text({ max: 500 })
  @Reading()
  reading?: string;

  @ApiPropertyOptional({ enum: NAME_ORDERS })
  @Optional()
  @IsIn(NAME_ORDERS)
  nameOrder?: NameOrder;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'When the name was borne' })
  @Optional()
  @Nested(() => ToldDateDto)
  valid?: ToldDateDto;

  @ApiPropertyOptional({ format: 'uuid', description: 'The source that has this form' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @OptionalText(4000)
  note?: string;

  @ApiPropertyOptional({ description: 'Whether it is the one to show in its script' })
  @Optional()
  @IsBoolean()
  preferred?: boolean;
}

export class ReviseNameDto {
  @OptionalText(500)
  value?: string;

  @ApiPropertyOptional({ type: [NamePartDto], nullable: true })
  @Clearable()
  @NestedList(() => NamePartDto, { min: 1, max: 20 })
  parts?: NamePartDto[] | null;

  @ApiPropertyOptional({ enum: NAME_TYPES })
  @Optional()
  @IsIn(NAME_TYPES)
  type?: NameType;

  @ApiPropertyOptional({ example: 'ja' })
  @Optional()
  @LanguageTag()
  language?: string;

  @ApiPropertyOptional({ example: 'Jpan' })
  @Optional()
  @ScriptCode()
  script?: string;

  @ApiPropertyOptional({ type: String, enum: ROMANISATIONS, nullable: true })
  @Clearable()
  @IsIn(ROMANISATIONS)
  romanisation?: Romanisation | null;

  @ApiPropertyOptional({ ...READING, type: String, nullable: true })
  @Clearable()
  @Text({ max: 500 })
  @Reading()
  reading?: string | null;

  @ApiPropertyOptional({ type: String, enum: NAME_ORDERS, nullable: true })
  @Clearable()
  @IsIn(NAME_ORDERS)
  nameOrder?: NameOrder | null;

  @ApiPropertyOptional({ type: ToldDateDto, nullable: true })
  @Clearable()
  @Nested(() => ToldDateDto)
  valid?: ToldDateDto | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @Clearable()
  @Uuid()
  sourceId?: string | null;

  @ClearableText(4000)
  note?: string | null;

  @ApiPropertyOptional()
  @Optional()
  @IsBoolean()
  preferred?: boolean;

  @OptionalText(2000, { description: 'Why it is revised; kept with the activity' })
  because?: string;
}

export class WithdrawDto {
  @ApiProperty({ description: 'Why it is withdrawn; it stays on record' })
  @Text({ max: 4000 })
  because!: string;
}

export const nameFormSchema = schema(
  'NameForm',
  object({
    id: uuid,
    agent: nullable(agentReference),
    place: nullable(placeReference),
    value: text,
    parts: array(object({ kind: oneOf(NAME_PARTS), value: text })),
    type: oneOf(NAME_TYPES),
    language: text,
    script: text,
    romanisation: nullable(oneOf(ROMANISATIONS)),
    reading: nullable(text),
    nameOrder: nullable(oneOf(NAME_ORDERS)),
    valid: nullable(toldDate),
    source: nullable(sourceReference),
    note: nullable(text),
    preferred: flag,
    withdrawnBecause: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
