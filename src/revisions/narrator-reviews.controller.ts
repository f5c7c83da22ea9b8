import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { narratorReviewSchema, RecordReviewDto } from './narrator-reviews.dto.js';
import { NarratorReviewsQueries } from './narrator-reviews.queries.js';
import { NarratorReviewsService } from './narrator-reviews.service.js';

@ApiTags('Revisions')
@Controller('api')
export class NarratorReviewsController {
  constructor(
    private readonly reviews: NarratorReviewsService,
    private readonly queries: NarratorReviewsQueries,
  ) {}

  @ApiOperation({
    summary: 'Records that the narrator, or an heir, read the text, and what was asked to be changed.',
  })
  @Post('testimonies/:id/reviews')
  @Requires('review.write')
  @Answers(201, narratorReviewSchema, 404)
  async record(
    @By() by: Attribution,
    @TestimonyId() testimonyId: string,
    @Body() body: RecordReviewDto,
  ): Promise<JsonDocument> {
    return this.queries.review(await this.reviews.record(by, testimonyId, body), by.clearance);
  }

  @ApiOperation({ summary: 'Reviews of all revisions of a testimony, in the order they were recorded.' })
  @Get('testimonies/:id/reviews')
  @Answers(200, listOf(narratorReviewSchema), 404, 422)
  list(
    @TestimonyId() testimonyId: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.reviews(testimonyId, query, clearance);
  }

  @ApiOperation({ summary: 'One review.' })
  @Get('reviews/:id')
  @Answers(200, narratorReviewSchema, 404, 422)
  read(
    @RecordId('review') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.review(id, clearance, asOf);
  }
}
