import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.js';
import { AccountsQueries } from './accounts.queries.js';
import { AccountsService } from './accounts.service.js';
import { AskerQueries } from './asker.queries.js';
import { OpenIdController } from './openid.controller.js';
import { OpenIdProvider } from './openid-provider.js';
import { OPENID_SETTINGS, type OpenIdSettings } from './openid-settings.js';
import { OpenIdService } from './openid.service.js';
import { OwnPasswordService } from './own-password.service.js';
import { PasswordHashes } from './password-hashes.service.js';
import { SessionController } from './session.controller.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { SignInThrottle } from './sign-in-throttle.service.js';

@Module({})
export class AccountsModule {
  /** @param openId how people sign in elsewhere; null where they do not */
  static with(openId: OpenIdSettings | null): DynamicModule {
    return {
      module: AccountsModule,
      controllers: [SessionController, SessionsController, OpenIdController, AccountsController],
      providers: [
        { provide: OPENID_SETTINGS, useValue: openId },
        AccountsQueries,
        AccountsService,
        AskerQueries,
        OpenIdProvider,
        OpenIdService,
        OwnPasswordService,
        PasswordHashes,
        SessionsService,
        SignInService,
        SignInThrottle,
      ],
      exports: [AccountsService],
    };
  }
}
