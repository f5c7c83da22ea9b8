import type { INestApplicationContext } from '@nestjs/common';
import { ReapplicationService } from '../erasures/reapplication.service.js';
import { say } from './say.js';

/** Erases what a restored backup has brought back, before anything of it is shown. */
export async function eraseAnew(app: INestApplicationContext): Promise<void> {
  const service = app.get(ReapplicationService, { strict: false });
  if (service.list.path === null) {
    say(
      'Warning: KATARIBE_ERASURE_LIST is not set, so a restored backup would bring back what was erased since. ' +
        'Nothing can be erased until it names a file that is kept beside the backups.',
    );
    return;
  }
  if (await service.list.begin())
    say(`The list of erasures begins: ${service.list.path}. Keep a copy of it beside each backup.`);
  const { applied, unknown, added } = await service.reapply((done, of) => {
    if (done === 0) say(`${of} erasures of the list are not in the database: erasing anew.`);
    if (process.stderr.isTTY) process.stderr.write(`\r${done + 1} of ${of}${done + 1 === of ? '\n' : ''}`);
  });
  if (applied.length > 0) say(`${applied.length} erasures were carried out anew.`);
  if (unknown.length > 0) {
    say(
      `Warning: ${unknown.length} erasures of ${service.list.path} are of records this archive does not have ` +
        `(${unknown.slice(0, 3).join(', ')}${unknown.length > 3 ? ' …' : ''}): it may be the list of another archive.`,
    );
  }
  if (added > 0) say(`${added} erasures were missing from ${service.list.path} and have been added to it.`);
}
