import { ApiProperty } from '@nestjs/swagger';
import { integer, object, schema, text } from '../common/openapi.js';
import { Text } from '../common/text.js';
import { activityReference } from '../provenance/provenance.dto.js';

export class SealIdentityDto {
  @ApiProperty({ description: 'Who or what the unnamed really is' })
  @Text({ max: 4000 })
  identity!: string;
}

export const sealedIdentitySchema = schema(
  'SealedIdentity',
  object({ identity: text, version: integer, activity: activityReference }),
);
