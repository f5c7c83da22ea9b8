import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditController } from './audit.controller.js';
import { AuditQueries } from './audit.queries.js';
import { Authentication } from './authentication.js';
import { CursorKey } from './cursor-key.js';
import { LastUses } from './last-uses.service.js';
import { PermissionGuard } from './permission.guard.js';
import { SessionsQueries } from './sessions.queries.js';
import { TokensController } from './tokens.controller.js';
import { TokensQueries } from './tokens.queries.js';
import { TokensService } from './tokens.service.js';

@Global()
@Module({
  controllers: [AuditController, TokensController],
  providers: [
    AuditQueries,
    Authentication,
    CursorKey,
    LastUses,
    SessionsQueries,
    TokensQueries,
    TokensService,
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
  exports: [Authentication, TokensQueries, TokensService],
})
export class AccessModule {}
