import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Optional } from '../common/optional.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';

/** Whom or what is spoken of, exactly one, and in which words. */
export class MentionDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'A person, organisation or group' })
  @Optional()
  @Uuid()
  agentId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Or a place' })
  @Optional()
  @Uuid()
  placeId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Or an event' })
  @Optional()
  @Uuid()
  eventId?: string;

  @ApiProperty({ description: 'The words used', example: 'Colonel Ryuzo Sejima' })
  @Text({ max: 500 })
  words!: string;
}

export class WithdrawMentionDto {
  @ApiProperty({ description: 'Why it does not hold', example: 'Another man of that name.' })
  @Text({ max: 2000 })
  because!: string;
}
