import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import {
  ExpectDocumentDto,
  expectedDocumentSchema,
  ReviseExpectedDocumentDto,
  WithdrawExpectedDocumentDto,
} from './expected-documents.dto.js';
import { ExpectedDocumentsQueries } from './expected-documents.queries.js';
import { ExpectedDocumentsService } from './expected-documents.service.js';

@ApiTags('Questions')
@Controller('api')
export class ExpectedDocumentsController {
  constructor(
    private readonly expected: ExpectedDocumentsService,
    private readonly queries: ExpectedDocumentsQueries,
  ) {}

  @ApiOperation({
    summary: 'Names a document, recording or thing that ought to exist and would answer the question.',
  })
  @Post('questions/:id/expected-documents')
  @Requires('question.write')
  @Answers(201, expectedDocumentSchema, 404)
  async expect(
    @By() by: Attribution,
    @RecordId('question') questionId: string,
    @Body() body: ExpectDocumentDto,
  ): Promise<JsonDocument> {
    return this.queries.expectedDocument(await this.expected.expect(by, questionId, body), by.clearance);
  }

  @ApiOperation({ summary: 'One expected document, and how the search for it stands.' })
  @Get('expected-documents/:id')
  @Answers(200, expectedDocumentSchema, 404, 422)
  read(
    @RecordId('expected document') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.expectedDocument(id, clearance, asOf);
  }

  @ApiOperation({
    summary: 'Says better what is expected; that it was found, as which source; or that it is lost, and why.',
  })
  @Patch('expected-documents/:id')
  @Requires('question.write')
  @Answers(200, expectedDocumentSchema, 404, 409, 412, 428)
  async revise(
    @By() by: Attribution,
    @RecordId('expected document') id: string,
    @IfMatch() version: number,
    @Body() body: ReviseExpectedDocumentDto,
  ): Promise<JsonDocument> {
    await this.expected.revise(by, id, version, body);
    return this.queries.expectedDocument(id, by.clearance);
  }

  @ApiOperation({ summary: 'Says that it is not expected any more, and why.' })
  @Post('expected-documents/:id/withdrawal')
  @HttpCode(200)
  @Requires('question.write')
  @Answers(200, expectedDocumentSchema, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('expected document') id: string,
    @IfMatch() version: number,
    @Body() { because }: WithdrawExpectedDocumentDto,
  ): Promise<JsonDocument> {
    await this.expected.withdraw(by, id, version, because);
    return this.queries.expectedDocument(id, by.clearance);
  }
}
