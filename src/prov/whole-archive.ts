import type { Clearance } from '../common/principal.js';
import type { Queryable } from '../database/reader.js';
import type { Statement } from '../database/statement.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import type { Rows } from './archive-pieces.js';
import * as ask from './archive-rows.js';
import type { External } from './external-statements.js';
import { byRecord, type RecordVersions } from './record-statements.js';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Everything one may see, page by page; nothing is held but the page. */
export class WholeArchive implements Rows {
  constructor(
    private readonly reader: Queryable,
    private readonly clearance: Clearance,
  ) {}

  records(kind: RecordKind): AsyncIterable<RecordVersions[]> {
    return this.versions(kind, ask.VERSIONS[kind].page);
  }

  changed(kind: RecordKind): AsyncIterable<RecordVersions[]> {
    return this.versions(kind, ask.CHANGED.get(kind)!);
  }

  activities(): AsyncIterable<ask.ActivityRow[]> {
    return this.pages(ask.ACTIVITIES.page, (row: ask.ActivityRow) => row.sequence, '0');
  }

  agents(): AsyncIterable<ask.AgentRow[]> {
    return this.pages(ask.AGENTS.page);
  }

  async *links(relations: string[]): AsyncIterable<ask.LinkRow[]> {
    for await (const page of this.pages<ask.LinkRow>(ask.LINKS.page, ({ id }) => id, '0', [relations])) {
      yield page.filter(({ isShown }) => isShown);
    }
  }

  anchors(): AsyncIterable<ask.AnchorRow[]> {
    return this.pages(ask.ANCHORS.page);
  }

  members(): AsyncIterable<ask.PairRow[]> {
    return this.pages(ask.MEMBERS.page);
  }

  assessments(): AsyncIterable<ask.AssessmentRow[]> {
    return this.pages(ask.ASSESSMENTS.page);
  }

  externals(): AsyncIterable<External[]> {
    return this.pages(ask.EXTERNALS.page);
  }

  document(id: string): Promise<string> {
    return externalDocument(this.reader, this.clearance, id);
  }

  private versions(kind: RecordKind, statement: Statement): AsyncIterable<RecordVersions[]> {
    return ahead(BEFORE_ALL, async (last) =>
      byRecord(kind, await this.reader.rows<ask.VersionRow>(statement, [this.clearance, ask.LATEST, last])),
    );
  }

  private pages<Row extends { id: string }>(
    statement: Statement,
    keyOf: (row: Row) => string = ({ id }) => id,
    start = BEFORE_ALL,
    more: unknown[] = [],
  ): AsyncIterable<Row[]> {
    const page = (last: string): Promise<Row[]> =>
      this.reader.rows<Row>(statement, [this.clearance, ask.LATEST, last, ...more]);
    return ahead(start, page, keyOf);
  }
}

/** Page after page; while one is written the next is read. */
async function* ahead<Row extends { id: string }>(
  start: string,
  pageAfter: (last: string) => Promise<Row[]>,
  keyOf: (row: Row) => string = ({ id }) => id,
): AsyncIterable<Row[]> {
  let coming: Promise<Row[]> | null = pageAfter(start);
  while (coming !== null) {
    const page: Row[] = await coming;
    coming = page.length === ask.PAGE ? pageAfter(keyOf(page.at(-1)!)) : null;
    // Who stops taking pages leaves this one behind.
    coming?.catch(() => undefined);
    yield page;
  }
}

export async function externalDocument(reader: Queryable, clearance: Clearance, id: string): Promise<string> {
  const [row] = await reader.rows<{ document: string }>(ask.EXTERNAL_DOCUMENT, [clearance, id]);
  return row!.document;
}
