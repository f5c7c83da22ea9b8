import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequiresSession } from '../access/requires.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { Asking, type Principal } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { AccountsQueries } from './accounts.queries.js';
import { sessionSchema } from './session.dto.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('Access')
@Controller('api/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly queries: AccountsQueries,
  ) {}

  @ApiOperation({ summary: 'Where one is signed in.' })
  @Get()
  @RequiresSession()
  @Answers(200, listOf(sessionSchema), 403)
  list(@Asking() { session }: Principal): Promise<JsonDocument> {
    return this.queries.sessions(session!.accountId, session!.id);
  }

  @ApiOperation({ summary: 'Ends one of one’s own sessions.' })
  @Delete(':id')
  @HttpCode(204)
  @RequiresSession()
  @Answers(204, null, 404)
  end(@Asking() { session }: Principal, @RecordId('session') id: string): Promise<void> {
    return this.sessions.end(session!.accountId, id);
  }
}
