import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, Matches } from 'class-validator';
import { BASES, CLAIM_KINDS, type Confidence, CONFIDENCES } from '../claims/vocabularies.js';
import { testimonyReference } from '../claims/claim-schemas.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import {
  agentReference,
  array,
  flag,
  integer,
  nullable,
  object,
  oneOf,
  type Schema,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { Text } from '../common/text.js';
import { FLAG_KINDS, type FlagKind } from '../flags/vocabularies.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { NEEDS, type Need, QUEUE_ORDERS, type QueueOrder, REVIEW_REASONS } from './vocabularies.js';

/** `true` and `false` of a query; anything else is left for the validation to refuse. */
const TrueOrFalse = (): PropertyDecorator =>
  Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown)));

const ASSIGNED = /^(me|nobody|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export class QueueQuery extends AsOfPageQuery {
  @ApiPropertyOptional({
    enum: NEEDS,
    description: 'What the claims wait for; defined in src/queue/README.md',
  })
  @Optional()
  @IsIn(NEEDS)
  needs?: Need;

  @ApiPropertyOptional({ enum: FLAG_KINDS, description: 'Claims that have an open flag of that kind' })
  @Optional()
  @IsIn(FLAG_KINDS)
  flag?: FlagKind;

  @ApiPropertyOptional({ enum: CONFIDENCES, description: 'By the latest judgement of the claim' })
  @Optional()
  @IsIn(CONFIDENCES)
  confidence?: Confidence;

  @ApiPropertyOptional({ description: 'Whether what the researchers hold differs' })
  @Optional()
  @TrueOrFalse()
  @IsBoolean()
  contested?: boolean;

  @ApiPropertyOptional({
    description: 'Whether nothing independent is known for it yet. Slow where no testimony is named',
  })
  @Optional()
  @TrueOrFalse()
  @IsBoolean()
  unverified?: boolean;

  @ApiPropertyOptional({ description: 'Id or accession number of the testimony whose claims are asked for' })
  @Optional()
  @Text({ max: 36 })
  testimony?: string;

  @ApiPropertyOptional({ description: 'Who has taken the claim: me, nobody, or the id of an agent' })
  @Optional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @Matches(ASSIGNED, { message: 'assigned must be me, nobody, or the id of an agent' })
  assigned?: string;

  @ApiPropertyOptional({
    enum: QUEUE_ORDERS,
    default: 'leans',
    description: 'What most leans on, then the oldest; or the oldest alone',
  })
  @Optional()
  @IsIn(QUEUE_ORDERS)
  sort?: QueueOrder;
}

const queueItem = schema(
  'QueueItem',
  object({
    id: uuid,
    number: integer,
    pointer: { type: 'string', examples: ['KTB-0001 #7'] },
    testimony: testimonyReference,
    statement: text,
    kind: oneOf(CLAIM_KINDS),
    basis: oneOf(BASES),
    date: nullable(toldDate),
    confidence: nullable(oneOf(CONFIDENCES)),
    contested: flag,
    unverified: flag,
    needs: array(oneOf(NEEDS)),
    reasons: { ...array(oneOf(REVIEW_REASONS)), description: 'Why it needs review' },
    flags: {
      ...array(object({ id: uuid, kind: oneOf(FLAG_KINDS), reason: text })),
      description: 'Open ones',
    },
    leans: { ...integer, description: 'How many records directly rest on it' },
    assignment: {
      ...nullable(object({ agent: agentReference, note: nullable(text), activity: activityReference })),
      description: 'Who has taken it, since when',
    },
    recorded: { ...activityReference, description: 'By what it was first recorded: its age' },
    version: integer,
  }),
);

const counted = (value: Schema): Schema => array(object({ value, claims: integer }));

export const queueSchema = schema(
  'Queue',
  object({
    items: array(queueItem),
    next: nullable(text),
    total: { ...integer, description: 'How many claims there are in all, shown or not' },
    facets: {
      ...object({
        needs: counted(oneOf(NEEDS)),
        flag: counted(oneOf(FLAG_KINDS)),
        confidence: counted(oneOf(CONFIDENCES)),
        contested: counted(flag),
        unverified: nullable(counted(flag)),
        assigned: array(object({ agent: nullable(agentReference), claims: integer })),
        testimony: array(object({ testimony: testimonyReference, claims: integer })),
      }),
      description:
        'Claims by each value in use, under all other filters. At most 50 people and testimonies, those with the most ' +
        'claims; unverified is null over the whole archive unless it is asked for',
    },
  }),
);
