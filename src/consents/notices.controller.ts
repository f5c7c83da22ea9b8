import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import { AsOfPageQuery } from '../common/as-of-page-query.js';
import { AsOfQuery } from '../common/as-of-query.js';
import type { JsonDocument } from '../common/json-document.js';
import { Answers, listOf } from '../common/openapi.js';
import { type Attribution, By, Clearance } from '../common/principal.js';
import { RecordId } from '../common/record-id.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { noticeSchema, SetNoticeDto, WithdrawNoticeDto } from './notices.dto.js';
import { NoticesQueries } from './notices.queries.js';
import { NoticesService } from './notices.service.js';

@ApiTags('Consent and rights')
@Controller('api')
export class NoticesController {
  constructor(
    private readonly notices: NoticesService,
    private readonly queries: NoticesQueries,
  ) {}

  @ApiOperation({
    summary: 'Sets a Local Contexts Notice on a testimony, or shows a Label that a community gave.',
  })
  @Post('testimonies/:id/notices')
  @Requires('notice.write')
  @Answers(201, noticeSchema, 404, 409)
  async set(
    @By() by: Attribution,
    @TestimonyId() testimonyId: string,
    @Body() body: SetNoticeDto,
  ): Promise<JsonDocument> {
    return this.queries.notice(await this.notices.set(by, testimonyId, body), by.clearance);
  }

  @ApiOperation({ summary: 'Local Contexts Notices and Labels of a testimony, withdrawn ones too.' })
  @Get('testimonies/:id/notices')
  @Answers(200, listOf(noticeSchema), 404, 422)
  list(
    @TestimonyId() testimonyId: string,
    @Query() query: AsOfPageQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.noticesOf(testimonyId, query, clearance);
  }

  @ApiOperation({ summary: 'One Notice or Label.' })
  @Get('notices/:id')
  @Answers(200, noticeSchema, 404, 422)
  read(
    @RecordId('notice') id: string,
    @Query() { asOf }: AsOfQuery,
    @Clearance() clearance: Clearance,
  ): Promise<JsonDocument> {
    return this.queries.notice(id, clearance, asOf);
  }

  @ApiOperation({
    summary: 'Shows a Notice or Label no longer, with the reason; it stays to be seen as withdrawn.',
  })
  @Post('notices/:id/withdrawal')
  @HttpCode(200)
  @Requires('notice.write')
  @Answers(200, noticeSchema, 403, 404, 409)
  async withdraw(
    @By() by: Attribution,
    @RecordId('notice') id: string,
    @Body() body: WithdrawNoticeDto,
  ): Promise<JsonDocument> {
    await this.notices.withdraw(by, id, body.because);
    return this.queries.notice(id, by.clearance);
  }
}
