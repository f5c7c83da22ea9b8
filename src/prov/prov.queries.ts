import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Clearance } from '../common/principal.js';
import { notFound } from '../common/problem.js';
import { type Queryable, Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { momentAsOf } from '../provenance/moment.js';
import { erased, type Tombstone, tombstoneOf } from '../provenance/tombstone.js';
import { piecesOf, type Rows } from './archive-pieces.js';
import { LATEST } from './archive-rows.js';
import { FORMATS, type ProvFormat } from './formats.js';
import { namespacesAt } from './record-entities.js';
import { RecordScope } from './record-scope.js';
import { WholeArchive } from './whole-archive.js';

/** Of what a document is; null: of the whole archive. */
export interface Subject {
  kind: 'claim' | 'testimony';
  id: string;
  asOf?: string | undefined;
}

export interface WantedDocument {
  subject: Subject | null;
  format: ProvFormat;
  clearance: Clearance;
  /** Where the archive is found, as the names of things in it */
  base: string;
}

const erasure = (kind: string) =>
  statement(
    `prov.erased_${kind}`,
    `SELECT ${tombstoneOf('$1')} AS tombstone FROM ${kind} x WHERE x.id = $1 AND may_read(x.access, $2::smallint[])`,
  );
const ERASURES = { claim: erasure('claim'), testimony: erasure('testimony') };

/** Documents of provenance, written as they are read: what is held of the archive is a page. */
@Injectable()
export class ProvQueries {
  constructor(private readonly reader: Reader) {}

  /**
   * The text of a document as a stream, once it is certain that there is a document at all. What fails later destroys the stream,
   * so that what was sent by then is not taken for the whole; and who destroys the stream ends the reading.
   */
  async open(wanted: WantedDocument): Promise<Readable> {
    const text = this.text(wanted);
    const { value } = await text.next();
    const stream = Readable.from(resumed(value ?? '', text), { objectMode: false });
    // A stream destroyed before anybody read from it never began with the text.
    stream.once('close', () => void text.return());
    return stream;
  }

  /** The text of a document, piece by piece. */
  text({ subject, format, clearance, base }: WantedDocument): AsyncGenerator<string, void, undefined> {
    const namespaces = namespacesAt(base);
    const writer = FORMATS[format].writer(namespaces, base);
    return this.reader.snapshot(clearance, async function* (reader) {
      const rows = await rowsOf(reader, subject, clearance);
      yield writer.begin();
      for await (const piece of piecesOf(rows, namespaces)) yield writer.piece(piece);
      yield writer.end();
    });
  }

  /** Whether there is a document of it: throws where there is none. */
  async check(subject: Subject | null, clearance: Clearance): Promise<void> {
    const checked = this.reader.snapshot(clearance, async function* (reader) {
      await rowsOf(reader, subject, clearance);
      yield true;
    });
    for await (const _ of checked);
  }
}

async function rowsOf(reader: Queryable, subject: Subject | null, clearance: Clearance): Promise<Rows> {
  if (subject === null) return new WholeArchive(reader, clearance);
  const { kind, id, asOf } = subject;
  const scope = new RecordScope(reader, clearance, (await momentAsOf(reader, asOf, clearance)) ?? LATEST);
  if (!(await scope.gather(kind, id))) throw notFound(kind);
  const [row] = await reader.rows<{ tombstone: Tombstone | null }>(ERASURES[kind], [id, clearance]);
  if (row?.tombstone) throw erased(row.tombstone);
  return scope;
}

async function* resumed(first: string, rest: AsyncIterable<string>): AsyncIterable<string> {
  yield first;
  yield* rest;
}
