import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { Requires } from './requires.js';
import { issuedToken, IssueTokenDto, RevokeTokenDto, tokenSummary } from './tokens.dto.js';
import { TokensQueries } from './tokens.queries.js';
import { type IssuedToken, TokensService } from './tokens.service.js';

@ApiTags('Access')
@Controller('api/tokens')
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly queries: TokensQueries,
  ) {}

  @ApiOperation({ summary: 'Issues a token. It is in this answer and nowhere else.' })
  @Post()
  @Requires('token.manage')
  @Answers(201, issuedToken)
  issue(@By() by: Attribution, @Body() body: IssueTokenDto): Promise<IssuedToken> {
    return this.tokens.issue(by, body);
  }

  @ApiOperation({ summary: 'All tokens ever issued, without the tokens themselves.' })
  @Get()
  @Requires('token.read')
  @Answers(200, listOf(tokenSummary))
  list(): Promise<JsonDocument> {
    return this.queries.list();
  }

  @ApiOperation({ summary: 'Revokes a token from the next request on.' })
  @Post(':id/revocation')
  @HttpCode(204)
  @Requires('token.manage')
  @Answers(204, null, 404, 409)
  revoke(@By() by: Attribution, @RecordId('token') id: string, @Body() body: RevokeTokenDto): Promise<void> {
    return this.tokens.revoke(by, id, body.because);
  }
}
