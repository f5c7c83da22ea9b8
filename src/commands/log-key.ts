import { StartupError } from '../embedded/startup-error.js';
import { LogKeyFile } from '../transparency-log/log-key-file.js';
import { LogKeys } from '../transparency-log/log-keys.js';
import { logSettings } from '../transparency-log/log-settings.js';
import { say } from './say.js';
import { withApplication } from './with-application.js';

export interface LogKeyOptions {
  new?: boolean;
  remove?: string;
}

/**
 * Prints the verifier keys of the log, one a line; before that adds a key to the file, or takes one out. An archive that
 * runs signs its next checkpoint accordingly.
 */
export function logKey(environment: NodeJS.ProcessEnv, { new: adds, remove }: LogKeyOptions): Promise<void> {
  return withApplication(environment, async (app, { logKey: place }) => {
    const settings = logSettings(environment, place);
    if (settings === null) {
      throw new StartupError('No place for the key of the log is named: set KATARIBE_LOG_KEY to a file.');
    }
    const file = new LogKeyFile(settings.keyFile);
    const recorded = app.get(LogKeys, { strict: false });
    if (adds === true) await file.add((await recorded.origin()) || settings.origin);
    if (remove !== undefined) await takeOut(file, remove);
    const atHand = (await file.read()).map(({ verifierKey }) => verifierKey);
    const known = await recorded.verifierKeys();
    for (const key of [...known, ...atHand.filter((other) => !known.includes(other))]) {
      process.stdout.write(`${key}\n`);
      say(`  ${stateOf(key, known, atHand)}`);
    }
  });
}

function stateOf(key: string, known: string[], atHand: string[]): string {
  if (!atHand.includes(key)) return 'signs no more: it is not in the file';
  return known.includes(key) ? 'signs' : 'signs from the next checkpoint on';
}

async function takeOut(file: LogKeyFile, verifierKey: string): Promise<void> {
  const keys = (await file.read()).map((key) => key.verifierKey);
  if (!keys.includes(verifierKey)) {
    throw new StartupError(`${file.path} has no key ${JSON.stringify(verifierKey)}.`);
  }
  if (keys.length === 1) {
    throw new StartupError(
      'That is the only key: without one nothing is signed. Add another first, with --new.',
    );
  }
  await file.remove(verifierKey);
}
