import { PUBLIC } from '../common/principal.js';
import { Reader } from '../database/reader.js';
import { isTreeSize } from '../provenance/moment.js';
import { settled } from '../provenance/settled-reads.js';
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
    const written = () => app.get(ReportsService, { strict: false }).report(id, format, PUBLIC, asOf);
    const reader = app.get(Reader, { strict: false });
    const { text } = await (asOf !== undefined && isTreeSize(asOf)
      ? settled(reader, asOf, written)
      : written());
    process.stdout.write(text);
  });
}
