import { Body, Controller, Get, Headers, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { SealIdentityDto, sealedIdentitySchema } from './sealed-identity.dto.js';
import { SealedIdentityQueries } from './sealed-identity.queries.js';
import { SealedIdentityService } from './sealed-identity.service.js';

@ApiTags('Sealed identities')
@Controller('api')
export class SealedIdentityController {
  constructor(
    private readonly identities: SealedIdentityService,
    private readonly queries: SealedIdentityQueries,
  ) {}

  @ApiOperation({ summary: 'Who an unnamed person, organisation or group really is.' })
  @Get('agents/:id/identity')
  @Requires('identity.read')
  @Answers(200, sealedIdentitySchema, 403, 404)
  ofAgent(@RecordId('agent') id: string, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.identity({ kind: 'agent', id }, clearance);
  }

  @ApiOperation({ summary: 'Seals who an unnamed person, organisation or group really is.' })
  @Put('agents/:id/identity')
  @Requires('identity.write')
  @Answers(200, sealedIdentitySchema, 403, 404, 409, 412, 428)
  async sealAgent(
    @By() by: Attribution,
    @RecordId('agent') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: SealIdentityDto,
  ): Promise<JsonDocument> {
    await this.identities.seal(by, { kind: 'agent', id }, ifMatch, body.identity);
    return this.queries.identity({ kind: 'agent', id }, by.clearance);
  }

  @ApiOperation({ summary: 'What an unnamed source really is.' })
  @Get('sources/:id/identity')
  @Requires('identity.read')
  @Answers(200, sealedIdentitySchema, 403, 404)
  ofSource(@RecordId('source') id: string, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.identity({ kind: 'source', id }, clearance);
  }

  @ApiOperation({ summary: 'Seals what an unnamed source really is.' })
  @Put('sources/:id/identity')
  @Requires('identity.write')
  @Answers(200, sealedIdentitySchema, 403, 404, 409, 412, 428)
  async sealSource(
    @By() by: Attribution,
    @RecordId('source') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: SealIdentityDto,
  ): Promise<JsonDocument> {
    await this.identities.seal(by, { kind: 'source', id }, ifMatch, body.identity);
    return this.queries.identity({ kind: 'source', id }, by.clearance);
  }
}
