import { Body, Controller, Get, Headers, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { contactSchema, EraseContactDto, RecordContactDto } from './contacts.dto.js';
import { ContactsQueries } from './contacts.queries.js';
import { ContactsService } from './contacts.service.js';

@ApiTags('Contact details')
@Controller('api/agents/:id/contact')
export class ContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly queries: ContactsQueries,
  ) {}

  @ApiOperation({ summary: 'How somebody can be reached, for archivists alone.' })
  @Get()
  @Requires('contact.read')
  @Answers(200, contactSchema, 403, 404)
  read(@RecordId('agent') id: string, @Clearance() clearance: Clearance): Promise<JsonDocument> {
    return this.queries.contact(id, clearance);
  }

  @ApiOperation({ summary: 'Records how somebody can be reached; what was recorded before is gone.' })
  @Put()
  @Requires('contact.write')
  @Answers(200, contactSchema, 403, 404, 409, 412, 428)
  async record(
    @By() by: Attribution,
    @RecordId('agent') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: RecordContactDto,
  ): Promise<JsonDocument> {
    await this.contacts.record(by, id, ifMatch, body.details);
    return this.queries.contact(id, by.clearance);
  }

  @ApiOperation({
    summary: 'Erases how somebody can be reached: no table and no history holds it afterwards.',
  })
  @Post('erasure')
  @HttpCode(200)
  @Requires('contact.write')
  @Answers(200, contactSchema, 403, 404, 409, 412, 428)
  async erase(
    @By() by: Attribution,
    @RecordId('agent') id: string,
    @IfMatch() version: number,
    @Body() body: EraseContactDto,
  ): Promise<JsonDocument> {
    await this.contacts.erase(by, id, version, body.because);
    return this.queries.contact(id, by.clearance);
  }
}
