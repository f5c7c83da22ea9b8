import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import {
  array,
  integer,
  listOf,
  moment,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { Optional } from '../common/optional.js';

const COUNT = Number.MAX_SAFE_INTEGER;

export class CheckpointQuery {
  /** Of the tree; the latest checkpoint when left out */
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(COUNT)
  size?: number;
}

export class InclusionQuery {
  /** The place of the leaf in the tree, from 0 on */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(COUNT)
  leaf!: number;

  /** Of the tree; the present one when left out */
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(COUNT)
  size?: number;
}

export class ConsistencyQuery {
  /** The size of the earlier tree */
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(COUNT)
  from!: number;

  /** The size of the later tree; the present one when left out */
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(COUNT)
  to?: number;
}

const base64 = { ...text, contentEncoding: 'base64' };
const note = {
  ...text,
  description: 'A signed note (C2SP tlog-checkpoint), with the cosignatures of witnesses',
};

export const checkpointSchema = schema(
  'LogCheckpoint',
  object({
    size: integer,
    root: base64,
    at: moment,
    checkpoint: note,
    cosignatures: array(object({ witness: text, line: text, at: moment })),
    timeStamps: array(object({ authority: text, token: base64, at: moment })),
  }),
);

export const keysSchema = listOf(
  schema('LogKey', object({ verifierKey: text, since: moment, activity: uuid })),
);

export const proofSchema = schema(
  'LogProof',
  object({
    size: { ...integer, description: 'Of the tree the proof leads to' },
    proof: { ...array(base64), description: 'RFC 6962, 2.1.1 and 2.1.2; each hash in base64' },
  }),
);

const entry = schema(
  'LogEntry',
  object({
    index: { ...nullable(integer), description: 'The place of the leaf; null until it is in the tree' },
    envelope: {
      ...text,
      description: 'The leaf, to the byte: its hash is SHA-256(00 || these bytes in UTF-8)',
    },
    proof: { ...array(base64), description: 'The way from the leaf to the root of the checkpoint' },
    disclosed: {
      type: 'object',
      additionalProperties: object({ salt: base64, value: nullable(text) }),
      description:
        'Columns of the row that you may see: what the envelope commits to is base64(SHA-256(salt || value in UTF-8)), ' +
        'where null is the one byte FF',
    },
  }),
);

const receipt = {
  state: oneOf(['pending', 'logged']),
  checkpoint: nullable(note),
  entries: array(entry),
  next: nullable(text),
};

export const receiptSchema = schema('LogReceipt', object({ activity: uuid, ...receipt }));
export const recordReceiptSchema = schema('LogRecordReceipt', object({ record: uuid, ...receipt }));
