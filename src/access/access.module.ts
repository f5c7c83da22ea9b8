import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Authentication } from './authentication.js';
import { LastUses } from './last-uses.service.js';
import { PermissionGuard } from './permission.guard.js';
import { SessionsQueries } from './sessions.queries.js';
import { TokensController } from './tokens.controller.js';
import { TokensQueries } from './tokens.queries.js';
import { TokensService } from './tokens.service.js';

@Global()
@Module({
  controllers: [TokensController],
  providers: [
    Authentication,
    LastUses,
    SessionsQueries,
    TokensQueries,
    TokensService,
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
  exports: [Authentication, TokensQueries, TokensService],
})
export class AccessModule {}
