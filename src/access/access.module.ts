import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CursorKey } from './cursor-key.js';
import { PermissionGuard } from './permission.guard.js';
import { TokensController } from './tokens.controller.js';
import { TokensQueries } from './tokens.queries.js';
import { TokensService } from './tokens.service.js';

@Global()
@Module({
  controllers: [TokensController],
  providers: [TokensQueries, TokensService, CursorKey, { provide: APP_GUARD, useClass: PermissionGuard }],
  exports: [TokensQueries, TokensService],
})
export class AccessModule {}
