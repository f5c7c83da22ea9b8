import { ApiPropertyOptional } from '@nestjs/swagger';
import { Nested } from '../common/nested.js';
import {
  agentReference,
  integer,
  nullable,
  object,
  schema,
  text,
  toldDate as toldDateSchema,
  uuid,
} from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { restsOnSchema } from './rests-on.js';

/** One end of a life, and what it rests on. */
export class LifeDateDto {
  @ApiPropertyOptional({ type: ToldDateDto })
  @Nested(() => ToldDateDto)
  date!: ToldDateDto;

  @ApiPropertyOptional({ format: 'uuid', description: 'The source it rests on' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The claim it rests on' })
  @Optional()
  @Uuid()
  claimId?: string;
}

/** All that is known: what is left out is not known (any more). */
export class RecordLifeDto {
  @ApiPropertyOptional({ type: LifeDateDto })
  @Optional()
  @Nested(() => LifeDateDto)
  born?: LifeDateDto;

  @ApiPropertyOptional({ type: LifeDateDto, description: 'Not before the birth' })
  @Optional()
  @Nested(() => LifeDateDto)
  died?: LifeDateDto;

  @OptionalText(20_000)
  note?: string;
}

export const lifeDate = nullable(object({ date: toldDateSchema, ...restsOnSchema }));

export const lifeSchema = schema(
  'Life',
  object({
    id: uuid,
    agent: agentReference,
    born: lifeDate,
    died: lifeDate,
    note: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
