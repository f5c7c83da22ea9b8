import { ApiProperty } from '@nestjs/swagger';
import { agentReference, integer, nullable, object, schema, text, uuid } from '../common/openapi.js';
import { OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { activityReference } from '../provenance/provenance.dto.js';

export class TakeClaimDto {
  @OptionalText(2000, { description: 'What one is about to do' })
  note?: string;
}

export class ReleaseClaimDto {
  @ApiProperty({ description: 'Why: done, or given up; always required' })
  @Text({ max: 2000 })
  because!: string;
}

export const assignmentSchema = schema(
  'Assignment',
  object({
    id: uuid,
    claim: object({ id: uuid, number: integer, statement: text }),
    agent: agentReference,
    note: nullable(text),
    releasedBecause: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
