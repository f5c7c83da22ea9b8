import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { isPermitted } from '../access/permissions.js';
import { Requires } from '../access/requires.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { Asking, type Attribution, By, type Principal } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import {
  accessRequestSchema,
  AccessRequestsQuery,
  DecideAccessRequestDto,
  RequestAccessDto,
  RevokeGrantDto,
} from './access-requests.dto.js';
import { AccessRequestsQueries, type RequestsReader } from './access-requests.queries.js';
import { AccessRequestsService } from './access-requests.service.js';

@ApiTags('Restrictions')
@Controller('api/access-requests')
export class AccessRequestsController {
  constructor(
    private readonly requests: AccessRequestsService,
    private readonly queries: AccessRequestsQueries,
  ) {}

  @ApiOperation({ summary: 'Asks to read what is listed and opened on request.' })
  @Post()
  @Requires('access_request.make')
  @Answers(201, accessRequestSchema, 409)
  async request(
    @By() by: Attribution,
    @Asking() asking: Principal,
    @Body() body: RequestAccessDto,
  ): Promise<JsonDocument> {
    return this.queries.request(await this.requests.request(by, body), readerOf(asking));
  }

  @ApiOperation({ summary: 'Requests, the latest first: all for who decides on them, for others their own.' })
  @Get()
  @Requires('access_request.make')
  @Answers(200, listOf(accessRequestSchema), 403, 422)
  list(@Asking() asking: Principal, @Query() query: AccessRequestsQuery): Promise<JsonDocument> {
    return this.queries.requests(query, readerOf(asking));
  }

  @ApiOperation({ summary: 'One request, and what was granted on it.' })
  @Get(':id')
  @Requires('access_request.make')
  @Answers(200, accessRequestSchema, 403, 404)
  read(@Asking() asking: Principal, @RecordId('request') id: string): Promise<JsonDocument> {
    return this.queries.request(id, readerOf(asking));
  }

  @ApiOperation({
    summary: 'Grants a request for so many days, declines it, or, by who asked, withdraws it.',
  })
  @Post(':id/decision')
  @HttpCode(200)
  @Requires('access_request.make')
  @Answers(200, accessRequestSchema, 403, 404, 409, 412, 428)
  async decide(
    @By() by: Attribution,
    @Asking() asking: Principal,
    @RecordId('request') id: string,
    @IfMatch() version: number,
    @Body() body: DecideAccessRequestDto,
  ): Promise<JsonDocument> {
    await this.requests.decide(by, readerOf(asking).reviews, id, version, body);
    return this.queries.request(id, readerOf(asking));
  }

  @ApiOperation({ summary: 'Takes back what was granted on a request, from the next request of his on.' })
  @Post(':id/revocation')
  @HttpCode(200)
  @Requires('access_request.decide')
  @Answers(200, accessRequestSchema, 403, 404, 409)
  async revoke(
    @By() by: Attribution,
    @Asking() asking: Principal,
    @RecordId('request') id: string,
    @Body() { because }: RevokeGrantDto,
  ): Promise<JsonDocument> {
    await this.queries.request(id, readerOf(asking));
    await this.requests.revoke(by, id, because);
    return this.queries.request(id, readerOf(asking));
  }
}

function readerOf(asking: Principal): RequestsReader {
  return { agentId: asking.agentId!, reviews: isPermitted(asking, 'access_request.decide') };
}
