import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { supportSchema } from './support.dto.js';
import { SupportQueries } from './support.queries.js';

@ApiTags('Support')
@Controller('api')
export class SupportController {
  constructor(private readonly supports: SupportQueries) {}

  @ApiOperation({
    summary: 'What holds a claim up and what speaks against it: independent lines, circles, weakest link.',
  })
  @Get('claims/:id/support')
  @Answers(200, supportSchema, 404, 422)
  support(
    @RecordId('claim') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.supports.support(id, clearance, asOf);
  }
}
