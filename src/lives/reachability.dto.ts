import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
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
import { Edtf, ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { REACHABILITY_STATES, type ReachabilityState } from './life.vocabulary.js';
import { restsOnSchema } from './rests-on.js';

export class StateReachabilityDto {
  @ApiProperty({ enum: REACHABILITY_STATES })
  @IsIn(REACHABILITY_STATES)
  state!: ReachabilityState;

  @ApiPropertyOptional({ type: ToldDateDto, description: 'As of when; left out for today' })
  @Optional()
  @Nested(() => ToldDateDto)
  when?: ToldDateDto;

  @OptionalText(20_000, {
    description: 'Who said so and why; required for died and do_not_contact, and for what lifts them',
  })
  because?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The source it rests on' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The claim it rests on' })
  @Optional()
  @Uuid()
  claimId?: string;
}

export class ReachabilityQuery extends AsOfPageQuery {
  @ApiPropertyOptional({
    description:
      'A day in EDTF, such as that of the telling: only what was so by then, and which was current then',
    example: '1991',
  })
  @Optional()
  @Edtf()
  on?: string;
}

export const reachabilityMembers = {
  id: uuid,
  agent: agentReference,
  state: oneOf(REACHABILITY_STATES),
  when: nullable(toldDate),
  because: nullable(text),
  ...restsOnSchema,
  activity: activityReference,
};

export const reachabilitySchema = schema(
  'Reachability',
  object({
    ...reachabilityMembers,
    current: {
      ...flag,
      description: 'Whether it is how the person can be reached now, or on the day asked for',
    },
  }),
);
