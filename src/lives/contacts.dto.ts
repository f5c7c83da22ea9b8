import { ApiProperty } from '@nestjs/swagger';
import { integer, nullable, object, schema, text } from '../common/openapi.js';
import { Text } from '../common/text.js';
import { activityReference } from '../provenance/provenance.dto.js';

export class RecordContactDto {
  @ApiProperty({ description: 'Address, telephone, mail, through whom; in any form' })
  @Text({ max: 4000 })
  details!: string;
}

export class EraseContactDto {
  @ApiProperty({ description: 'Why; stays on record, so without the details themselves' })
  @Text({ max: 4000 })
  because!: string;
}

export const contactSchema = schema(
  'Contact',
  object({
    details: { ...nullable(text), description: 'Null once erased' },
    erasedBecause: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
