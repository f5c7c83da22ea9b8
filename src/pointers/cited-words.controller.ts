import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { CitedWordsService } from './cited-words.service.js';
import { citedWordsSchema } from './cited-words.schema.js';

@ApiTags('Revisions')
@Controller('api/cite')
export class CitedWordsController {
  constructor(private readonly citedWords: CitedWordsService) {}

  @ApiOperation({
    summary: 'The words that a pointer names, as they stood and stand now: `KTB-0001 r2 ¶17`.',
  })
  @ApiParam({ name: 'pointer', example: 'KTB-0001.r2.p17', description: 'Or KTB-0001%20r2%20%C2%B617' })
  @Get(':pointer')
  @Answers(200, citedWordsSchema, 404, 422)
  cited(
    @Param('pointer') pointer: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.citedWords.cited(pointer, clearance, asOf);
  }
}
