import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfQuery } from '../common/as-of-query.js';
import { IfMatch } from '../common/if-match.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import {
  anchorReadSchema,
  AnchorsQuery,
  claimAnchorsSchema,
  DecideAnchorDto,
} from './anchor-decisions.dto.js';
import { AnchorDecisionsService } from './anchor-decisions.service.js';
import { AnchorsQueries } from './anchors.queries.js';

@ApiTags('Revisions')
@Controller('api')
export class AnchorsController {
  constructor(
    private readonly queries: AnchorsQueries,
    private readonly decisions: AnchorDecisionsService,
  ) {}

  @ApiOperation({
    summary: "The anchors of a testimony's claims in its latest text: which are certain, in doubt, or lost.",
  })
  @Get('testimonies/:id/anchors')
  @Answers(200, listOf(claimAnchorsSchema), 404, 422)
  list(
    @TestimonyId() testimonyId: string,
    @Query() query: AnchorsQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.anchorsOf(testimonyId, query, clearance);
  }

  @ApiOperation({ summary: 'One anchor: the words, where they are, and how they came there.' })
  @Get('anchors/:id')
  @Answers(200, anchorReadSchema, 404, 422)
  read(
    @RecordId('anchor') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.anchor(id, clearance, asOf);
  }

  @ApiOperation({
    summary: 'Says of an anchor of the latest text that its place is right, gives it another, or lets it go.',
  })
  @Post('anchors/:id/decision')
  @HttpCode(200)
  @Requires('anchor.review')
  @Answers(200, anchorReadSchema, 404, 409, 412, 428)
  async decide(
    @By() by: Attribution,
    @RecordId('anchor') id: string,
    @IfMatch() version: number,
    @Body() body: DecideAnchorDto,
  ): Promise<JsonDocument> {
    await this.decisions.decide(by, id, version, body);
    return this.queries.anchor(id, by.clearance);
  }
}
