import { ReapplicationService } from '../erasures/reapplication.service.js';
import { say } from './say.js';
import { vacuum } from './vacuum.js';
import { withApplication } from './with-application.js';

/** Prints the list, one erasure a line, to standard output. */
export function erasuresCommand(environment: NodeJS.ProcessEnv, apply: boolean): Promise<void> {
  return withApplication(environment, async (app, { connections }) => {
    // Opening the archive has applied what was missing.
    const { list } = app.get(ReapplicationService, { strict: false });
    const { orders, done } = await list.read();
    for (const { erasure, at, kind, recordId, part, basis, authority } of orders.values()) {
      const state = done.has(erasure) ? 'done' : 'ordered';
      const what = part === 'record' ? kind : `${part} of ${kind}`;
      process.stdout.write(
        `${[erasure, at, state, what, recordId, basis, JSON.stringify(authority)].join('\t')}\n`,
      );
    }
    if (apply) say(`Freed of what was erased: ${await vacuum(connections)} tables.`);
  });
}
