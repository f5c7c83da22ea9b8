import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { type Attribution, By } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { sourceSchema } from '../sources/sources.dto.js';
import { SourcesQueries } from '../sources/sources.queries.js';
import { WithdrawSourceDto } from './citations.dto.js';
import { DryRunQuery } from '../common/dry-run-query.js';
import { rehearsalSchema } from './rehearsal.schema.js';
import { RehearsalService } from './rehearsal.service.js';
import { SourceWithdrawalService } from './source-withdrawal.service.js';

@ApiTags('Sources')
@Controller('api/sources')
export class SourceWithdrawalController {
  constructor(
    private readonly withdrawals: SourceWithdrawalService,
    private readonly queries: SourcesQueries,
    private readonly rehearsals: RehearsalService,
  ) {}

  @ApiOperation({
    summary:
      'Withdraws a source, with the reason, and with it all that was cited from it; all stays on record.',
  })
  @Post(':id/withdrawal')
  @HttpCode(200)
  @Requires('source.withdraw')
  @Answers(200, { anyOf: [sourceSchema, rehearsalSchema] }, 403, 404, 409, 412, 428)
  async withdraw(
    @By() by: Attribution,
    @RecordId('source') id: string,
    @IfMatch() version: number,
    @Query() { dryRun }: DryRunQuery,
    @Body() { because }: WithdrawSourceDto,
  ): Promise<JsonDocument> {
    if (dryRun === true) return this.rehearsals.sourceWithdrawal(by, id, version, because);
    await this.withdrawals.withdraw(by, id, version, because);
    return this.queries.source(id, by.clearance);
  }
}
