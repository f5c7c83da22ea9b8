import { ApiProperty } from '@nestjs/swagger';
import { integer, nullable, object, schema, text, uuid } from '../common/openapi.js';
import { Text } from '../common/text.js';
import { OptionalText } from '../common/optional.js';
import { activityReference } from '../provenance/provenance.dto.js';

export class CreatePlaceDto {
  @ApiProperty({ example: 'Liaodong Peninsula' })
  @Text({ max: 500 })
  name!: string;

  @OptionalText(4000)
  note?: string;
}

export const placeSchema = schema(
  'Place',
  object({
    id: uuid,
    name: text,
    note: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
