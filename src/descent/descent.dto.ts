import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { claimReference, testimonyReference } from '../claims/claim-schemas.js';
import { agentReference, integer, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { sourceReference } from '../sources/sources.dto.js';
import { DESCENT_KINDS, SOURCE_DESCENTS, SOURCE_PERSONS, TESTIMONY_DESCENTS } from './vocabularies.js';

const KINDS_OF_SOURCE = [...SOURCE_DESCENTS, ...SOURCE_PERSONS] as const;

/** Exactly one of the ids: agentId with author and informant, one of the others with all other kinds. */
export class RecordSourceDescentDto {
  @ApiProperty({ enum: KINDS_OF_SOURCE })
  @IsIn(KINDS_OF_SOURCE)
  kind!: (typeof KINDS_OF_SOURCE)[number];

  @ApiPropertyOptional({ format: 'uuid', description: 'The source it goes back to' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Its author or informant' })
  @Optional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Or the testimony it goes back to' })
  @Optional()
  @Uuid()
  testimonyId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Or one claim of a testimony' })
  @Optional()
  @Uuid()
  claimId?: string;

  @OptionalText(4000, { description: 'How one knows' })
  note?: string;
}

/** Exactly one of the ids: agentId with told, one of the others with read. */
export class RecordTestimonyDescentDto {
  @ApiProperty({ enum: TESTIMONY_DESCENTS })
  @IsIn(TESTIMONY_DESCENTS)
  kind!: (typeof TESTIMONY_DESCENTS)[number];

  @ApiPropertyOptional({ format: 'uuid', description: 'The source the narrator had read' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Who had told the narrator' })
  @Optional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Or the testimony the narrator had read' })
  @Optional()
  @Uuid()
  testimonyId?: string;

  @OptionalText(4000, { description: 'How one knows' })
  note?: string;
}

export class WithdrawDescentDto {
  @ApiProperty({ description: 'Why it is withdrawn; it stays on record' })
  @Text({ max: 4000 })
  because!: string;
}

export const descentSchema = schema(
  'Descent',
  object({
    id: uuid,
    descendant: {
      ...object({ source: nullable(sourceReference), testimony: nullable(testimonyReference) }),
      description: 'What goes back to the other: one of them',
    },
    kind: oneOf(DESCENT_KINDS),
    source: nullable(sourceReference),
    agent: nullable(agentReference),
    testimony: nullable(testimonyReference),
    claim: nullable(claimReference),
    note: nullable(text),
    withdrawnBecause: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
