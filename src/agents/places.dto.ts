import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsLatitude, IsLongitude, IsNumber } from 'class-validator';
import { Nested } from '../common/nested.js';
import { integer, nullable, object, schema, text, uuid } from '../common/openapi.js';
import { Clearable, ClearableText, Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';

/** Degrees of WGS 84, north and east positive. */
export class CoordinatesDto {
  @ApiProperty({ minimum: -90, maximum: 90, example: 41.8 })
  @IsLatitude()
  @IsNumber()
  latitude!: number;

  @ApiProperty({ minimum: -180, maximum: 180, example: 123.43 })
  @IsLongitude()
  @IsNumber()
  longitude!: number;
}

export class CreatePlaceDto {
  @ApiProperty({ example: 'Liaodong Peninsula' })
  @Text({ max: 500 })
  name!: string;

  @OptionalText(4000)
  note?: string;

  @ApiPropertyOptional({ type: CoordinatesDto })
  @Optional()
  @Nested(() => CoordinatesDto)
  coordinates?: CoordinatesDto;

  @ApiPropertyOptional({ format: 'uuid', description: 'The place it lies in' })
  @Optional()
  @Uuid()
  partOfId?: string;
}

export class RevisePlaceDto {
  @OptionalText(500)
  name?: string;

  @ClearableText(4000)
  note?: string | null;

  @ApiPropertyOptional({ type: CoordinatesDto, nullable: true })
  @Clearable()
  @Nested(() => CoordinatesDto)
  coordinates?: CoordinatesDto | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'The place it lies in' })
  @Clearable()
  @Uuid()
  partOfId?: string | null;

  @OptionalText(2000, { description: 'Why it is revised; kept with the activity' })
  because?: string;
}

export const placeReference = schema('PlaceReference', object({ id: uuid, name: text }));

const degrees = { type: 'number' };

export const placeSchema = schema(
  'Place',
  object({
    id: uuid,
    name: text,
    note: nullable(text),
    coordinates: nullable(object({ latitude: degrees, longitude: degrees })),
    partOf: nullable(placeReference),
    version: integer,
    activity: activityReference,
  }),
);
