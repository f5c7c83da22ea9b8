import { pageHeaders } from '../common/html.js';
import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import type { ReportContent } from './report-content.js';
import { htmlReport } from './report-html.js';
import { markdownReport } from './report-markdown.js';
import { STYLE } from './report-style.js';
import { reportContent } from './report.rules.js';
import { ReportsQueries } from './reports.queries.js';

export const REPORT_FORMATS = ['md', 'html', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface WrittenReport {
  headers: Record<string, string>;
  text: string;
}

const WRITERS: Record<
  ReportFormat,
  { headers: Record<string, string>; write: (content: ReportContent) => string }
> = {
  md: { headers: { 'content-type': 'text/markdown; charset=utf-8' }, write: markdownReport },
  html: { headers: pageHeaders(STYLE), write: htmlReport },
  json: {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    write: (content) => `${JSON.stringify(content, null, 2)}\n`,
  },
};

/** The citation report of a testimony: every claim with its words, judgements and what holds it up, and what is not known. */
@Injectable()
export class ReportsService {
  constructor(private readonly queries: ReportsQueries) {}

  /** @param asOf the id of an activity, a time, or the size of the tree of a checkpoint: the report as it would have been then */
  async report(
    testimonyId: string,
    format: ReportFormat,
    clearance: Clearance,
    asOf?: string,
  ): Promise<WrittenReport> {
    const content = reportContent(await this.queries.rowsOf(testimonyId, clearance, asOf));
    const { headers, write } = WRITERS[format];
    return { headers, text: write(content) };
  }
}
