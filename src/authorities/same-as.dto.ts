import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
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

export class RecordSameAsDto {
  @ApiProperty({
    format: 'uuid',
    description: 'The other record: with certainty same, the one that will stand for both',
  })
  @Uuid()
  agentId!: string;

  @ApiProperty({ enum: CERTAINTIES, description: 'same merges the two; perhaps only says so' })
  @IsIn(CERTAINTIES)
  certainty!: Certainty;

  @ApiProperty({ description: 'Why; always required' })
  @Text({ max: 20_000 })
  rationale!: string;
}

export const sameAsMembers = {
  id: uuid,
  agent: agentReference,
  sameAs: agentReference,
  certainty: oneOf(CERTAINTIES),
  rationale: text,
  withdrawnBecause: nullable(text),
  version: integer,
  activity: activityReference,
};

export const sameAsSchema = schema('SameAs', object(sameAsMembers));

export const clusterSchema = schema(
  'AgentCluster',
  object({
    representative: { ...agentReference, description: 'The record that stands for the person' },
    agents: { ...array(agentReference), description: 'All records of the person, that one first' },
  }),
);
