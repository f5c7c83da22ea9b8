import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { nullable, object, oneOf, flag, integer, schema, text, uuid } from '../common/openapi.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AGENT_KINDS, type AgentKind } from '../provenance/agent.entity.js';
import { ClearableText, Optional, OptionalText } from '../common/optional.js';
import { activityReference } from '../provenance/provenance.dto.js';

export class CreateAgentDto {
  @ApiProperty({ enum: AGENT_KINDS })
  @IsIn(AGENT_KINDS)
  kind!: AgentKind;

  @OptionalText(500, { example: 'Ryuzo Sejima', description: 'Left out for an unnamed teller' })
  name?: string;

  @OptionalText(4000, { example: 'a signals officer of the unit' })
  description?: string;

  @OptionalText(2000, { description: 'Why there is no name; required without one' })
  unnamedBecause?: string;
}

export class ReviseAgentDto {
  @OptionalText(500)
  name?: string;

  @ClearableText(4000)
  description?: string | null;

  @OptionalText(2000, { description: 'Why it is revised; kept with the activity' })
  note?: string;
}

export class AgentsQuery extends AsOfPageQuery {
  @ApiPropertyOptional({ enum: AGENT_KINDS })
  @Optional()
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
    activity: activityReference,
  }),
);
