import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { placeReference } from '../agents/places.dto.js';
import { agentReference, integer, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { IDENTIFIER_SCHEMES, type IdentifierScheme } from './vocabularies.js';

export class RecordIdentifierDto {
  @ApiProperty({ enum: IDENTIFIER_SCHEMES })
  @IsIn(IDENTIFIER_SCHEMES)
  scheme!: IdentifierScheme;

  @ApiProperty({ example: 'Q11720', description: 'The identifier alone, without an address before it' })
  @Text({ max: 100 })
  value!: string;

  @OptionalText(4000)
  note?: string;
}

export const identifierSchema = schema(
  'Identifier',
  object({
    id: uuid,
    agent: nullable(agentReference),
    place: nullable(placeReference),
    scheme: oneOf(IDENTIFIER_SCHEMES),
    value: text,
    uri: text,
    note: nullable(text),
    withdrawnBecause: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
