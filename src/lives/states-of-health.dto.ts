import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Nested } from '../common/nested.js';
import {
  agentReference,
  flag,
  nullable,
  object,
  oneOf,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { HEALTH_STATES, type HealthState } from './life.vocabulary.js';
import { restsOnSchema } from './rests-on.js';

export class StateHealthDto {
  @ApiProperty({ enum: HEALTH_STATES })
  @IsIn(HEALTH_STATES)
  state!: HealthState;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'As of when; left out for today' })
  @Optional()
  @Nested(() => ToldDateDto)
  when?: ToldDateDto;

  @OptionalText(4000, { description: 'What an interviewer has to know, and no more' })
  note?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The source it rests on' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The claim it rests on' })
  @Optional()
  @Uuid()
  claimId?: string;
}

export const stateOfHealthSchema = schema(
  'StateOfHealth',
  object({
    id: uuid,
    agent: agentReference,
    state: oneOf(HEALTH_STATES),
    when: nullable(toldDate),
    note: nullable(text),
    ...restsOnSchema,
    current: { ...flag, description: 'Whether it is what counts, now or at the moment asked for' },
    activity: activityReference,
  }),
);
