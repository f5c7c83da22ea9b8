import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { placeReference } from '../agents/places.dto.js';
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
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { CERTAINTIES, type Certainty } from './vocabularies.js';

class SaidSameDto {
  @ApiProperty({ enum: CERTAINTIES, description: 'same merges the two; perhaps only says so' })
  @IsIn(CERTAINTIES)
  certainty!: Certainty;

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  rationale!: string;
}

const OTHER = {
  format: 'uuid',
  description: 'The other record: with certainty same, the one that will stand for both',
};

export class RecordSameAgentDto extends SaidSameDto {
  @ApiProperty(OTHER)
  @Uuid()
  agentId!: string;
}

export class RecordSamePlaceDto extends SaidSameDto {
  @ApiProperty(OTHER)
  @Uuid()
  placeId!: string;
}

export const sameAsMembers = {
  id: uuid,
  agent: nullable(agentReference),
  place: nullable(placeReference),
  sameAs: {
    anyOf: [agentReference, placeReference],
    description: 'The other record, of the same kind',
  },
  certainty: oneOf(CERTAINTIES),
  rationale: text,
  withdrawnBecause: nullable(text),
  version: integer,
  activity: activityReference,
};

export const sameAsSchema = schema('SameAs', object(sameAsMembers));

export const agentClusterSchema = schema(
  'AgentCluster',
  object({
    representative: { ...agentReference, description: 'The record that stands for the person' },
    agents: { ...array(agentReference), description: 'All records of the person, that one first' },
  }),
);

export const placeClusterSchema = schema(
  'PlaceCluster',
  object({
    representative: { ...placeReference, description: 'The record that stands for the place' },
    places: { ...array(placeReference), description: 'All records of the place, that one first' },
  }),
);
