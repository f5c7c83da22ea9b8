import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { FutureMoment } from '../common/moment.js';
import { array, moment, nullable, object, oneOf, schema, text, uuid } from '../common/openapi.js';
import { Optional } from '../common/optional.js';
import { type Role, ROLES } from '../common/principal.js';
import { Text } from '../common/text.js';
import { Uuid } from '../common/uuid.js';
import { PERMISSIONS, type Permission } from './permissions.js';

/** Every token reads what its role reads; `read` is for one that does nothing else. */
export const SCOPES = ['read', ...(Object.keys(PERMISSIONS) as Permission[])] as const;
export type Scope = (typeof SCOPES)[number];

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

  @ApiPropertyOptional({
    enum: SCOPES,
    isArray: true,
    description:
      'What it may do of what its role may; all of it when left out. ["read"] does nothing but read',
  })
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];

  @ApiPropertyOptional({ format: 'date-time', description: 'RFC 3339; a year from now when left out' })
  @Optional()
  @FutureMoment()
  expiresAt?: string;
}

export class RevokeTokenDto {
  @ApiProperty({ description: 'Why it is revoked' })
  @Text({ max: 2000 })
  because!: string;
}

const scopes = { ...nullable(array(text)), description: 'Null where it may do all that its role may' };

export const issuedToken = schema(
  'IssuedToken',
  object({
    id: uuid,
    agentId: uuid,
    role: oneOf(ROLES),
    label: text,
    scopes,
    expiresAt: moment,
    token: text,
  }),
);

export const tokenSummary = schema(
  'TokenSummary',
  object({
    id: uuid,
    label: text,
    role: oneOf(ROLES),
    scopes,
    agent: object({ id: uuid, name: nullable(text) }),
    expiresAt: moment,
    usedOn: { ...nullable({ type: 'string', format: 'date' }), description: 'The last day it was used on' },
    revokedBecause: nullable(text),
    version: { type: 'integer' },
  }),
);
