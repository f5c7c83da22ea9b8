import { Module } from '@nestjs/common';
import { IdentifiersController } from './identifiers.controller.js';
import { IdentifiersQueries } from './identifiers.queries.js';
import { IdentifiersService } from './identifiers.service.js';
import { NameFormsController } from './name-forms.controller.js';
import { NameFormsQueries } from './name-forms.queries.js';
import { NameFormsService } from './name-forms.service.js';
import { NameKeysService } from './name-keys.service.js';
import { NameSearchController } from './name-search.controller.js';
import { NameSearchQueries } from './name-search.queries.js';
import { SameAsController } from './same-as.controller.js';
import { SameAsQueries } from './same-as.queries.js';
import { SameAsService } from './same-as.service.js';

@Module({
  controllers: [NameSearchController, NameFormsController, IdentifiersController, SameAsController],
  providers: [
    NameSearchQueries,
    NameKeysService,
    NameFormsService,
    NameFormsQueries,
    IdentifiersService,
    IdentifiersQueries,
    SameAsService,
    SameAsQueries,
  ],
  exports: [NameFormsService, NameKeysService, IdentifiersService, SameAsService],
})
export class AuthoritiesModule {}
