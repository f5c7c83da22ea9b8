import { TestimoniesQueries } from '../testimonies/testimonies.queries.js';
import { type ReportFormat, ReportsService } from '../reports/reports.service.js';
import { joinArchiveDatabase } from './archive-database.js';
import { openApplication } from './open-application.js';
import { say } from './say.js';

/** Prints the citation report of a testimony, as the public sees it, to standard output. */
export async function report(
  environment: NodeJS.ProcessEnv,
  key: string,
  format: ReportFormat,
): Promise<void> {
  const database = await joinArchiveDatabase(environment, say);
  try {
    const app = await openApplication(database.connections);
    try {
      const id = await app.get(TestimoniesQueries, { strict: false }).idOf(key);
      const { text } = await app.get(ReportsService, { strict: false }).report(id, format, 0);
      process.stdout.write(text);
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}
