import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openIdSettings } from '../accounts/openid-settings.js';
import { AppModule } from '../app.module.js';
import { migrate } from '../database/migrate.js';
import { StartupError } from '../embedded/startup-error.js';
import { createApp } from '../http/create-app.js';
import { logSettings } from '../transparency-log/log-settings.js';
import { httpSettings } from '../http/http-settings.js';
import { backgroundLog } from '../http/log.js';
import { type ArchiveDatabase, openArchiveDatabase } from './archive-database.js';
import { eraseAnew } from './erase-anew.js';
import { appointAdministrator, TOKEN_FILE } from './founding.js';
import { say } from './say.js';
import { seedFirstTestimony } from './seed.js';
import { stopSignal } from './stop-signal.js';

/** Starts the archive and serves until it is told to stop. */
export async function serve(environment: NodeJS.ProcessEnv): Promise<void> {
  const host = environment.HOST || '127.0.0.1';
  const port = portOf(environment);
  const settings = httpSettings(environment);
  const openId = openIdSettings(environment);
  const stopAsked = stopSignal();
  const database = await openArchiveDatabase(environment, say);
  let app: NestFastifyApplication | undefined;
  try {
    const done = await migrate(database.connections);
    if (done.length > 0) say(`The schema is up to date (${done.length} migrations run).`);
    const log = backgroundLog(environment.LOG_LEVEL || 'info');
    const { connections, erasureList, logKey } = database;
    const transparency = logSettings(environment, logKey);
    if (transparency === null) {
      say('The log is not signed: set KATARIBE_LOG_KEY to a file for its key (README.md, The log).');
    }
    app = await createApp(
      AppModule.on(connections, { openId, erasureList, log: transparency }),
      log,
      settings,
    );
    await eraseAnew(app);
    await seedFirstTestimony(app);
    // A token is shown once: not before it is sure that the archive starts.
    await listen(app, host, port);
    const token = await appointAdministrator(app, environment, database.dataDirectory);
    welcome(app, host, token, database, environment);
    await stopAsked;
    say('Stopping.');
  } finally {
    await app?.close();
    await database.close();
  }
}

function portOf(environment: NodeJS.ProcessEnv): number {
  const port = Number(environment.PORT || 3000);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartupError(`PORT must be a number from 0 to 65535, found ${JSON.stringify(environment.PORT)}.`);
}

async function listen(app: NestFastifyApplication, host: string, port: number): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      EADDRINUSE: `Port ${port} is in use by another program. Choose another: PORT=${port + 1} npm start`,
      EACCES: `Port ${port} may not be used by this user. Choose one from 1024 up: PORT=3000 npm start`,
      EADDRNOTAVAIL: `This machine has no address ${host}. Set HOST to one it has, such as 127.0.0.1.`,
      ENOTFOUND: `There is no host named ${host}. Set HOST to an address of this machine, such as 127.0.0.1.`,
    };
    throw new StartupError(reasons[code ?? ''] ?? `Cannot listen on ${host}:${port} (${code}).`, {
      cause: error,
    });
  }
}

function welcome(
  app: NestFastifyApplication,
  host: string,
  token: string | null,
  { dataDirectory }: ArchiveDatabase,
  environment: NodeJS.ProcessEnv,
): void {
  const address = app.getHttpServer().address() as { port: number };
  const shownHost =
    host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const base = `http://${shownHost}:${address.port}`;
  say('');
  say(`Kataribe is serving at ${base}`);
  say(`  the chapter     ${base}/api/testimonies/KTB-0001/reading`);
  say(`  its report      ${base}/api/testimonies/KTB-0001/report?format=html`);
  say(`  the API         ${base}/api/docs`);
  if (dataDirectory !== null) say(`  the data        ${dataDirectory}`);
  if (token !== null && environment.KATARIBE_BOOTSTRAP_TOKEN) {
    say('  administrator   the token of KATARIBE_BOOTSTRAP_TOKEN');
  } else if (token !== null) {
    say(`  administrator   ${token}`);
    say(
      dataDirectory === null
        ? '                  This token is shown this once. Keep it.'
        : `                  This token is shown this once; it is kept in ${join(dataDirectory, TOKEN_FILE)}`,
    );
  }
  say('');
}
