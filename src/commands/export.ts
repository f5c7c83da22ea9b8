import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { PUBLIC } from '../common/principal.js';
import { Problem } from '../common/problem.js';
import { isId } from '../common/record-id.js';
import { StartupError } from '../embedded/startup-error.js';
import { httpSettings } from '../http/http-settings.js';
import type { ProvFormat } from '../prov/formats.js';
import { ProvQueries, type Subject } from '../prov/prov.queries.js';
import { TestimoniesQueries } from '../testimonies/testimonies.queries.js';
import { counted } from './progress.js';
import { withApplication } from './with-application.js';

export interface ExportOptions {
  prov: ProvFormat;
  /** A claim or a testimony; left out, the whole archive */
  of?: string;
  output?: string;
}

/** Writes provenance, as the public sees it, to a file or to standard output. */
export function exportProv(
  environment: NodeJS.ProcessEnv,
  { prov: format, of, output }: ExportOptions,
): Promise<void> {
  const base = httpSettings(environment).publicAddress ?? `http://localhost:${environment.PORT || 3000}`;
  return withApplication(environment, async (app) => {
    const service = app.get(ProvQueries, { strict: false });
    const subject = of === undefined ? null : await subjectOf(app, service, of);
    const text = await service.open({ subject, format, clearance: PUBLIC, base });
    if (output === undefined) await print(text);
    else await writeWhole(text, output);
  });
}

/** What `--of` names: an accession number, or the id of a testimony or a claim. */
async function subjectOf(app: INestApplicationContext, service: ProvQueries, of: string): Promise<Subject> {
  const testimony: Subject = {
    kind: 'testimony',
    id: isId(of)
      ? of.toLowerCase()
      : await app
          .get(TestimoniesQueries, { strict: false })
          .idOf(of)
          .catch(() => of),
  };
  for (const subject of isId(of) ? [{ ...testimony, kind: 'claim' as const }, testimony] : [testimony]) {
    if (isId(subject.id) && (await isThere(service, subject))) return subject;
  }
  throw new StartupError(`There is no claim or testimony ${JSON.stringify(of)} that the public may see.`);
}

async function isThere(service: ProvQueries, subject: Subject): Promise<boolean> {
  try {
    await service.check(subject, PUBLIC);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return false;
    throw error;
  }
}

/** `| head` closes our output early: that is the reader's right. */
async function print(text: Readable): Promise<void> {
  try {
    await pipeline(text, counted('provenance'), process.stdout, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

/** Under the name that was asked for there is the whole document, or nothing. */
async function writeWhole(text: Readable, file: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(text, counted('provenance'), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR' || code === 'ENOSPC') {
      throw new StartupError(`${file} cannot be written (${code}).`, { cause: error });
    }
    throw error;
  }
}
