import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { nullable, object, oneOf, flag, integer, schema, text, uuid } from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { Text } from '../common/text.js';
import { AGENT_KINDS, type AgentKind } from '../provenance/agent.entity.js';

export class CreateAgentDto {
  @ApiProperty({ enum: AGENT_KINDS })
  @IsIn(AGENT_KINDS)
  kind!: AgentKind;

  @ApiPropertyOptional({ example: 'Ryuzo Sejima', description: 'Left out for an unnamed teller' })
  @IsOptional()
  @Text({ max: 500 })
  name?: string;

  @ApiPropertyOptional({ example: 'a signals officer of the unit' })
  @IsOptional()
  @Text({ max: 4000 })
  description?: string;

  @ApiPropertyOptional({ description: 'Why there is no name; required without one' })
  @IsOptional()
  @Text({ max: 2000 })
  unnamedBecause?: string;
}

export class ReviseAgentDto {
  @ApiPropertyOptional()
  @IsOptional()
  @Text({ max: 500 })
  name?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Text({ max: 4000 })
  description?: string;

  @ApiPropertyOptional({ description: 'Why it is revised; kept with the activity' })
  @IsOptional()
  @Text({ max: 2000 })
  note?: string;
}

export class AgentsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: AGENT_KINDS })
  @IsOptional()
  @IsIn(AGENT_KINDS)
  kind?: AgentKind;
}

export const agentSchema = schema(
  'Agent',
  object({
    id: uuid,
    kind: oneOf(AGENT_KINDS),
    name: nullable(text),
    unnamed: flag,
    description: nullable(text),
    unnamedBecause: nullable(text),
    version: integer,
    activity: { $ref: '#/components/schemas/ActivityReference' },
  }),
);
