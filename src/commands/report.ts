import { PUBLIC } from '../common/principal.js';
import { type ReportFormat, ReportsService } from '../reports/reports.service.js';
import { TestimoniesQueries } from '../testimonies/testimonies.queries.js';
import { withApplication } from './with-application.js';

/** Prints the citation report of a testimony, as the public sees it, to standard output. */
export function report(
  environment: NodeJS.ProcessEnv,
  key: string,
  { format, asOf }: { format: ReportFormat; asOf?: string },
): Promise<void> {
  return withApplication(environment, async (app) => {
    const id = await app.get(TestimoniesQueries, { strict: false }).idOf(key);
    const { text } = await app.get(ReportsService, { strict: false }).report(id, format, PUBLIC, asOf);
    process.stdout.write(text);
  });
}
