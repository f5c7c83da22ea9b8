import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type Role, ROLES } from '../common/principal.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { Optional } from '../common/optional.js';

export class IssueTokenDto {
  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role!: Role;

  @ApiProperty({ description: 'Whose token this is, in words', example: 'Aiko Yoshino' })
  @Text({ max: 200 })
  label!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The agent it acts for; a new person when left out' })
  @Optional()
  @Uuid()
  agentId?: string;
}

export class RevokeTokenDto {
  @ApiProperty({ description: 'Why it is revoked' })
  @Text({ max: 2000 })
  because!: string;
}
