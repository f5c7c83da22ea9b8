import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { AsOfQuery } from '../common/as-of-query.js';
import {
  agentReference,
  array,
  integer,
  moment,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { ACTIVITY_TYPES, type ActivityType } from './activity-types.js';
import { RECORD_KINDS } from './record-kinds.js';
import { Uuid } from '../common/uuid.js';
import { Optional } from '../common/optional.js';

export class ProvenanceQuery extends AsOfQuery {
  @ApiPropertyOptional({
    enum: ['up', 'down'],
    default: 'up',
    description: 'up: what it rests on, to the roots; down: what leans on it',
  })
  @Optional()
  @IsIn(['up', 'down'])
  direction?: 'up' | 'down';

  @ApiPropertyOptional({ description: 'How many links away at most, 1 to 64; default 12' })
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(64)
  depth?: number;

  @ApiPropertyOptional({ description: 'How many nodes at most, nearest first, 1 to 1000; default 200' })
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}

export class ActivitiesQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only what this agent did' })
  @Optional()
  @Uuid()
  agent?: string;

  @ApiPropertyOptional({ enum: ACTIVITY_TYPES })
  @Optional()
  @IsIn(ACTIVITY_TYPES)
  type?: ActivityType;
}

export const activityReference = schema(
  'ActivityReference',
  object({ id: uuid, type: text, at: moment, agent: agentReference }),
);

const recordReference = object({ kind: oneOf(RECORD_KINDS), id: uuid, label: text, pointer: nullable(text) });

export const graphSchema = schema(
  'ProvenanceGraph',
  object({
    root: object({ kind: oneOf(RECORD_KINDS), id: uuid }),
    direction: oneOf(['up', 'down']),
    nodes: array(
      object({
        kind: oneOf(RECORD_KINDS),
        id: uuid,
        label: text,
        pointer: nullable(text),
        depth: { type: 'integer', description: 'Links between it and the root' },
        generatedBy: activityReference,
      }),
    ),
    edges: array(
      object({
        from: uuid,
        relation: {
          type: 'string',
          description: 'A relation of W3C PROV: from was derived from, attributed to … to',
        },
        to: uuid,
        activity: { ...uuid, description: 'The activity that stated it' },
      }),
    ),
    truncated: {
      type: 'object',
      description: 'By node: how many links lead on to nodes that are not shown (1000 means as many or more)',
      additionalProperties: integer,
    },
  }),
);

const activityMembers = {
  id: uuid,
  type: oneOf(ACTIVITY_TYPES),
  at: moment,
  agent: agentReference,
  note: nullable(text),
};

export const activitySummary = schema('ActivitySummary', object(activityMembers));

export const activitySchema = schema(
  'Activity',
  object({
    ...activityMembers,
    generated: {
      ...array(recordReference),
      description: 'Records it wrote that still stand as it left them',
    },
    revised: { ...array(recordReference), description: 'Records of which it replaced an earlier version' },
    truncated: { type: 'boolean', description: 'Whether there are more than the 200 shown of either' },
  }),
);

export const versionSchema = schema(
  'RecordVersion',
  object({
    version: nullable(integer),
    record: { type: 'object', description: 'The record as it was', additionalProperties: true },
    generatedBy: activityReference,
    endedBy: nullable(activityReference),
  }),
);
