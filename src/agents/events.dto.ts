import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Nested } from '../common/nested.js';
import { integer, nullable, object, schema, text, toldDate, uuid } from '../common/openapi.js';
import { Clearable, ClearableText, Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';

export class CreateEventDto {
  @ApiProperty({ example: 'Battle of Mukden' })
  @Text({ max: 500 })
  name!: string;

  @OptionalText(4000)
  note?: string;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'When it was' })
  @Optional()
  @Nested(() => ToldDateDto)
  date?: ToldDateDto;

  @ApiPropertyOptional({ format: 'uuid', description: 'Where it was' })
  @Optional()
  @Uuid()
  placeId?: string;
}

export class ReviseEventDto {
  @ApiPropertyOptional({ example: 'Battle of Mukden' })
  @Optional()
  @Text({ max: 500 })
  name?: string;

  @ClearableText(4000)
  note?: string | null;

  @ApiPropertyOptional({ type: ToldDateDto, nullable: true })
  @Clearable()
  @Nested(() => ToldDateDto)
  date?: ToldDateDto | null;

  @ApiPropertyOptional({ format: 'uuid', nullable: true })
  @Clearable()
  @Uuid()
  placeId?: string | null;

  @OptionalText(2000, { description: 'Why it is revised; kept with the activity' })
  because?: string;
}

export const eventSchema = schema(
  'Event',
  object({
    id: uuid,
    name: text,
    note: nullable(text),
    date: nullable(toldDate),
    place: nullable(object({ id: uuid, name: text })),
    version: integer,
    activity: activityReference,
  }),
);
