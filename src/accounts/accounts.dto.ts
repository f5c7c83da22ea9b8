import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsUrl, ValidateBy } from 'class-validator';
import { Nested } from '../common/nested.js';
import {
  agentReference,
  integer,
  moment,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { Clearable, ClearableText, Optional } from '../common/optional.js';
import { type Role, ROLES } from '../common/principal.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { isLoginName } from './password.rules.js';

/** Who somebody is to a provider of OpenID Connect. */
export class IdentityDto {
  @ApiProperty({
    description: 'As the provider calls itself, to the letter',
    example: 'https://login.example.org',
  })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['https', 'http'] })
  issuer!: string;

  @ApiProperty({ description: 'Who it is there: `sub`' })
  @Text({ max: 255 })
  subject!: string;
}

export class CreateAccountDto {
  @ApiProperty({ format: 'uuid', description: 'The person who signs in, and in whose name all is done' })
  @Uuid()
  agentId!: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role!: Role;

  @ApiPropertyOptional({
    description:
      '2 to 64 letters and digits of any script, and . _ - @; capitals make no difference. Whoever has one signs in by ' +
      'password, and is invited to choose it',
    example: 'aiko.yoshino',
  })
  @Optional()
  @ValidateBy({
    name: 'account.login_name',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isLoginName(value),
      defaultMessage: () => '2 to 64 letters and digits, and . _ - @ after the first',
    },
  })
  loginName?: string;

  @ApiPropertyOptional({ type: IdentityDto })
  @Optional()
  @Nested(() => IdentityDto)
  identity?: IdentityDto;
}

export class ReviseAccountDto {
  @ApiPropertyOptional({ enum: ROLES })
  @Optional()
  @IsIn(ROLES)
  role?: Role;

  @ApiPropertyOptional({ type: IdentityDto, nullable: true, description: 'Null to take it away' })
  @Clearable()
  @Nested(() => IdentityDto)
  identity?: IdentityDto | null;

  @ClearableText(2000, { description: 'Why nobody signs in by it from now on; null to open it again' })
  disabledBecause?: string | null;
}

export const accountSchema = schema(
  'Account',
  object({
    id: uuid,
    agent: agentReference,
    loginName: nullable(text),
    role: oneOf(ROLES),
    identity: nullable(object({ issuer: text, subject: text })),
    invitedAt: { ...nullable(moment), description: 'Null unless an invitation is waiting' },
    passwordSetAt: nullable(moment),
    disabledBecause: nullable(text),
    version: integer,
  }),
);

export const invitationSchema = schema(
  'Invitation',
  object({
    account: { ...uuid, description: 'Of the account' },
    secret: {
      ...nullable(text),
      description:
        'For POST /api/session/invitation, once; in this answer and nowhere else. Null without a login name',
    },
    expiresAt: nullable(moment),
  }),
);
