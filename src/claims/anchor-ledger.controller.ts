import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { AnchorLedgerQueries } from './anchor-ledger.queries.js';
import { anchorLedgerSchema } from './claim-schemas.js';

@ApiTags('Claims')
@Controller('api/claims/:id/anchors')
export class AnchorLedgerController {
  constructor(private readonly queries: AnchorLedgerQueries) {}

  @ApiOperation({
    summary:
      'Where the words of a claim stood in each revision, the newest first: how they came there, and who looked at it.',
  })
  @Get()
  @Answers(200, listOf(anchorLedgerSchema), 404, 422)
  list(
    @RecordId('claim') id: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.anchorsOf(id, query, clearance);
  }
}
