import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { DryRunQuery } from '../common/dry-run-query.js';
import {
  agentReference,
  array,
  integer,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { activityReference } from '../provenance/provenance.dto.js';

/** The document has the body to itself: what is said of it stands in the address. */
export class ReceiveExternalQuery extends DryRunQuery {
  @ApiProperty({ description: 'From whom it came, in words', example: 'Museum of the Amur, its catalogue' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  attributedTo!: string;

  @ApiPropertyOptional({ description: 'The same as an agent of the record' })
  @Optional()
  @IsUUID()
  agentId?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsString()
  @MinLength(1)
  @MaxLength(2000)
  note?: string;

  @ApiPropertyOptional({ description: 'Testimonies it speaks of', type: [String] })
  @Ids()
  testimonyId?: string[];

  @ApiPropertyOptional({ description: 'Claims it speaks of', type: [String] })
  @Ids()
  claimId?: string[];

  @ApiPropertyOptional({ description: 'Sources it speaks of', type: [String] })
  @Ids()
  sourceId?: string[];
}

/** A parameter that may be given more than once. */
function Ids(): PropertyDecorator {
  return (target, property) => {
    for (const decorate of [
      Optional(),
      Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value)),
      IsArray(),
      ArrayMaxSize(50),
      IsUUID(undefined, { each: true }),
    ]) {
      decorate(target, property);
    }
  };
}

const subject = object({ kind: oneOf(['testimony', 'claim', 'source']), id: uuid });

export const externalSchema = schema(
  'ExternalProvenance',
  object({
    id: uuid,
    attributedTo: text,
    agent: nullable(agentReference),
    note: nullable(text),
    sha256: { ...text, description: 'Of the document as it was received' },
    bytes: integer,
    concerns: array(subject),
    received: activityReference,
  }),
);

export const externalRehearsalSchema = schema(
  'ExternalProvenanceRehearsal',
  object({
    sha256: text,
    bytes: integer,
    statements: { ...integer, description: 'In the document and its bundles' },
    clock: {
      ...array(object({ code: text, message: text, pointers: array(text) })),
      description: 'Times that run against the order of events: PROV trusts no clock, so they are no fault',
    },
  }),
);
