import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Nested, NestedList } from '../common/nested.js';
import { array, integer, object, schema } from '../common/openapi.js';
import { Optional, OptionalText } from '../common/optional.js';
import { Text } from '../common/text.js';
import { ToldDateDto } from '../common/told-date.js';
import { Uuid } from '../common/uuid.js';
import { AGENT_KINDS, type AgentKind } from '../provenance/agent.entity.js';
import { tellerSchema } from './claim-schemas.js';
import { BASES, type Basis } from './vocabularies.js';

export const LONGEST_TELLING = 50;

/** Who told it, recorded together with the chain: by name, or by what is known of him and why there is no name. */
export class TellingAgentDto {
  @ApiPropertyOptional({ enum: AGENT_KINDS, default: 'person' })
  @Optional()
  @IsIn(AGENT_KINDS)
  kind?: AgentKind;

  @OptionalText(500, { example: 'Ivan Petrov' })
  name?: string;

  @OptionalText(4000, { example: 'a signals officer of the unit' })
  description?: string;

  @OptionalText(2000, { description: 'Why there is no name; required without one' })
  unnamedBecause?: string;
}

/** A hop of the chain: who told it or where it was read; neither where that is unknown. */
export class TellerDto {
  @ApiProperty({ enum: BASES })
  @IsIn(BASES)
  basis!: Basis;

  @ApiPropertyOptional({ format: 'uuid', description: 'Who told it, named or unnamed' })
  @Optional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ type: TellingAgentDto, description: 'Or somebody not recorded yet' })
  @Optional()
  @Nested(() => TellingAgentDto)
  agent?: TellingAgentDto;

  @ApiPropertyOptional({ format: 'uuid', description: 'Or what it was read in' })
  @Optional()
  @Uuid()
  sourceId?: string;

  @ApiPropertyOptional({ type: ToldDateDto })
  @Optional()
  @Nested(() => ToldDateDto)
  when?: ToldDateDto;

  @OptionalText(500)
  where?: string;

  @OptionalText(4000)
  note?: string;
}

export class ReplaceTellersDto {
  @ApiProperty({
    type: [TellerDto],
    description: 'The whole chain, nearest hop first; none says that nobody told it',
  })
  @NestedList(() => TellerDto, { max: LONGEST_TELLING })
  tellers!: TellerDto[];

  @ApiProperty({ description: 'Why the chain is replaced; the one before stays on record with it' })
  @Text({ max: 4000 })
  because!: string;
}

export const tellersSchema = schema(
  'Tellers',
  object({
    items: array(tellerSchema),
    version: { ...integer, description: 'Of the chain, for If-Match: the claim keeps its own' },
  }),
);
