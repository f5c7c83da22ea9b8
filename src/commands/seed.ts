import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { SeedService } from '../exchange/seed.service.js';
import { packageRoot } from './package-root.js';
import { progressLine } from './progress.js';
import { say } from './say.js';
import { withApplication } from './with-application.js';

export function seedCommand(environment: NodeJS.ProcessEnv): Promise<void> {
  return withApplication(environment, async (app) => {
    if (!(await seedFirstTestimony(app))) say('The archive holds testimonies already: nothing was recorded.');
  });
}

/** @returns whether it was recorded now; an archive that holds a testimony is left as it is */
export async function seedFirstTestimony(app: INestApplicationContext): Promise<boolean> {
  const progress = progressLine('Recording the first testimony');
  const folder = join(packageRoot(), 'seeds', 'japan-soviet-relationship');
  const recorded = await app.get(SeedService, { strict: false }).seedIfEmpty(folder, progress.show);
  if (recorded) progress.end();
  return recorded;
}
