import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { PageQuery } from '../common/page.js';
import { type Attribution, By } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { accountSchema, CreateAccountDto, invitationSchema, ReviseAccountDto } from './accounts.dto.js';
import { AccountsQueries } from './accounts.queries.js';
import { AccountsService, type Invitation } from './accounts.service.js';
import { sessionSchema } from './session.dto.js';

@ApiTags('Access')
@Controller('api/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly queries: AccountsQueries,
  ) {}

  @ApiOperation({ summary: 'Makes an account for a person, and an invitation to choose a password.' })
  @Post()
  @Requires('account.manage')
  @Answers(201, invitationSchema, 409)
  create(@By() by: Attribution, @Body() body: CreateAccountDto): Promise<Invitation> {
    return this.accounts.create(by, body);
  }

  @ApiOperation({ summary: 'All accounts.' })
  @Get()
  @Requires('account.read')
  @Answers(200, listOf(accountSchema), 403, 422)
  list(@Query() query: PageQuery): Promise<JsonDocument> {
    return this.queries.accounts(query);
  }

  @ApiOperation({ summary: 'One account.' })
  @Get(':id')
  @Requires('account.read')
  @Answers(200, accountSchema, 403, 404)
  read(@RecordId('account') id: string): Promise<JsonDocument> {
    return this.queries.account(id);
  }

  @ApiOperation({
    summary:
      'Changes a role or an identity, disables an account or opens it again: from the next request on.',
  })
  @Patch(':id')
  @Requires('account.manage')
  @Answers(200, accountSchema, 403, 404, 409, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('account') id: string,
    @IfMatch() version: number,
    @Body() body: ReviseAccountDto,
  ): Promise<JsonDocument> {
    await this.accounts.revise(by, id, version, body);
    return this.queries.account(id);
  }

  @ApiOperation({
    summary: 'Invites a person to choose a password anew; the one until now, and all sessions, end at once.',
  })
  @Post(':id/invitation')
  @Requires('account.manage')
  @Answers(201, invitationSchema, 404, 409)
  invite(@By() by: Attribution, @RecordId('account') id: string): Promise<Invitation> {
    return this.accounts.invite(by, id);
  }

  @ApiOperation({ summary: 'Where a person is signed in.' })
  @Get(':id/sessions')
  @Requires('account.read')
  @Answers(200, listOf(sessionSchema), 403, 404)
  sessions(@RecordId('account') id: string): Promise<JsonDocument> {
    return this.queries.sessionsOf(id);
  }

  @ApiOperation({ summary: 'Signs a person out everywhere.' })
  @Post(':id/sign-out')
  @HttpCode(204)
  @Requires('account.manage')
  @Answers(204, null, 404)
  signOut(@By() by: Attribution, @RecordId('account') id: string): Promise<void> {
    return this.accounts.signOut(by, id);
  }
}
