import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { AsOfQuery } from '../common/as-of-query.js';
import { Answers } from '../common/openapi.js';
import { Clearance } from '../common/principal.js';
import { TestimonyId } from '../testimonies/testimony-id.js';
import { REPORT_FORMATS, type ReportFormat, ReportsService } from './reports.service.js';
import { Optional } from '../common/optional.js';

export class ReportQuery extends AsOfQuery {
  @ApiPropertyOptional({ enum: REPORT_FORMATS, default: 'md' })
  @Optional()
  @IsIn(REPORT_FORMATS)
  format?: ReportFormat;
}

@ApiTags('Reports')
@Controller('api')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @ApiOperation({ summary: 'The citation report of a testimony, as Markdown, HTML or JSON.' })
  @Get('testimonies/:id/report')
  @Answers(200, { type: 'object', description: 'With format=json; the other formats are text' }, 404, 422)
  async report(
    @TestimonyId() id: string,
    @Query() { format = 'md', asOf }: ReportQuery,
    @Clearance() clearance: Clearance,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { headers, text } = await this.reports.report(id, format, clearance, asOf);
    void reply.headers(headers);
    return text;
  }
}
