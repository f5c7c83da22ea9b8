import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { PERMISSIONS } from '../access/permissions.js';
import {
  agentReference,
  array,
  flag,
  moment,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { ROLES } from '../common/principal.js';

/** Far above what a password may be: the length itself is judged elsewhere, and never shown. */
const LONG = 2000;

export class SignInDto {
  @ApiProperty({ example: 'aiko.yoshino' })
  @IsString()
  @MaxLength(200)
  loginName!: string;

  @ApiProperty({ format: 'password' })
  @IsString()
  @MaxLength(LONG)
  password!: string;
}

export class TakeUpInvitationDto {
  @ApiProperty({ description: 'Of the invitation' })
  @IsString()
  @MaxLength(200)
  secret!: string;

  @ApiProperty({
    format: 'password',
    minLength: 12,
    description: 'At least 12 characters, whichever they are',
  })
  @IsString()
  @MaxLength(LONG)
  password!: string;
}

export class ChangePasswordDto {
  @ApiProperty({ format: 'password', description: 'The password until now' })
  @IsString()
  @MaxLength(LONG)
  current!: string;

  @ApiProperty({
    format: 'password',
    minLength: 12,
    description: 'At least 12 characters, whichever they are',
  })
  @IsString()
  @MaxLength(LONG)
  password!: string;
}

export const askerSchema = schema(
  'Asker',
  object({
    agent: nullable(agentReference),
    role: nullable(oneOf(ROLES)),
    permissions: array(oneOf(Object.keys(PERMISSIONS))),
    csrf: {
      ...nullable(text),
      description: 'For the header X-Kataribe-CSRF, which every request by cookie but GET and HEAD needs',
    },
  }),
);

export const sessionSchema = schema(
  'Session',
  object({
    id: uuid,
    startedAt: moment,
    seenAt: { ...moment, description: 'Of the last request, to a few minutes' },
    endsAt: { ...moment, description: 'At the latest' },
    current: { ...flag, description: 'The one this request came by' },
  }),
);
