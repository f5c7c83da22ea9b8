import { Readable } from 'node:stream';
import type { Moment } from '../provenance/moment.js';
import type { Clearance } from '../common/principal.js';
import type { Queryable } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import type { Rows } from './archive-pieces.js';
import * as ask from './archive-rows.js';
import type { External } from './external-statements.js';
import { ALL_RELATIONS, byRecord, type RecordVersions } from './record-statements.js';
import { externalDocument } from './whole-archive.js';

type Node = { kind: RecordKind; id: string };

const among = (kind: RecordKind, column: string): string =>
  `SELECT '${kind}' AS kind, r.id FROM ${kind} r WHERE r.${column} = ANY ($2::uuid[]) AND may_read(r.access, $1::smallint[])`;

/** What is said of a claim or a source, beside what it rests on. */
const SAID_OF = statement(
  'prov.said_of',
  [
    among('assessment', 'claim_id'),
    among('citation', 'claim_id'),
    among('reliability', 'source_id'),
    among('descent', 'source_id'),
    among('descent', 'testimony_id'),
    ...['testimony_id', 'claim_id', 'source_id'].map(
      (column) => `SELECT 'external_provenance', x.id FROM external_subject s
        JOIN external_provenance x ON x.id = s.external_id AND may_read(x.access, $1::smallint[])
        WHERE s.${column} = ANY ($2::uuid[]) AND may_read(s.access, $1::smallint[])`,
    ),
  ].join(' UNION ALL '),
);

/** What belongs to a testimony. */
const PARTS_OF = statement(
  'prov.parts_of_testimony',
  [
    ...(['revision', 'claim', 'rights_statement', 'notice', 'consent'] as const).map((kind) =>
      among(kind, 'testimony_id'),
    ),
    ...(['passage', 'translation', 'narrator_review'] as const).map(
      (
        kind,
      ) => `SELECT '${kind}', r.id FROM revision v JOIN ${kind} r ON r.revision_id = v.id AND may_read(r.access, $1::smallint[])
        WHERE v.testimony_id = ANY ($2::uuid[]) AND may_read(v.access, $1::smallint[])`,
    ),
  ].join(' UNION ALL '),
);

/**
 * One record, and all it rests on up to the roots, with what was said of each claim and source on the way. Which those are is
 * held, as ids and versions; what is between them is read in pages.
 */
export class RecordScope implements Rows {
  private readonly found = new Map<RecordKind, Map<string, RecordVersions>>();

  constructor(
    private readonly reader: Queryable,
    private readonly clearance: Clearance,
    private readonly until: Moment,
  ) {}

  /** @returns whether there is such a record */
  async gather(kind: 'claim' | 'testimony', id: string): Promise<boolean> {
    let next = await this.meet([{ kind, id }]);
    const isThere = next.length > 0;
    if (isThere && kind === 'testimony') {
      next.push(...(await this.meet(await this.nodes(PARTS_OF, [id]))));
    }
    while (next.length > 0) {
      const ids = next.map((node) => node.id);
      const reached: Node[] = [];
      for (const some of chunks(ids)) {
        reached.push(...(await this.nodes(SAID_OF, some)));
        const values = [this.clearance, this.until, some, ALL_RELATIONS];
        for (const link of await this.reader.rows<ask.LinkRow>(ask.LINKS.among, values)) {
          if (link.isShown) reached.push({ kind: link.toKind, id: link.to });
        }
      }
      next = await this.meet(reached);
    }
    return isThere;
  }

  records(kind: RecordKind): AsyncIterable<RecordVersions[]> {
    return Readable.from(chunks([...(this.found.get(kind)?.values() ?? [])]));
  }

  changed(kind: RecordKind): AsyncIterable<RecordVersions[]> {
    return this.records(kind);
  }

  activities(): AsyncIterable<ask.ActivityRow[]> {
    const ids = new Set<string>();
    for (const records of this.found.values()) {
      for (const { versions } of records.values()) {
        for (const { activity, endedBy } of versions) {
          ids.add(activity);
          if (endedBy !== null) ids.add(endedBy);
        }
      }
    }
    return this.pages(ask.ACTIVITIES.among, [...ids]);
  }

  /** Those of the record, those who wrote it, and those from whom external provenance came. */
  async *agents(): AsyncIterable<ask.AgentRow[]> {
    const ids = new Set(this.ids('agent'));
    for await (const page of this.activities())
      for (const { agent } of page) if (agent !== null) ids.add(agent);
    for await (const page of this.externals())
      for (const { agent } of page) if (agent !== null) ids.add(agent);
    yield* this.pages(ask.AGENTS.among, [...ids]);
  }

  async *links(relations: string[]): AsyncIterable<ask.LinkRow[]> {
    const ids = [...this.found.keys()].flatMap((kind) => this.ids(kind));
    for (const some of chunks(ids)) {
      const values = [this.clearance, this.until, some, relations];
      const page = await this.reader.rows<ask.LinkRow>(ask.LINKS.among, values);
      yield page.filter(({ fromKind, from, toKind, to }) => this.has(fromKind, from) && this.has(toKind, to));
    }
  }

  async *anchors(): AsyncIterable<ask.AnchorRow[]> {
    for await (const page of this.pages<ask.AnchorRow>(ask.ANCHORS.among, this.ids('claim'))) {
      yield page.filter(({ passage }) => this.has('passage', passage));
    }
  }

  async *members(): AsyncIterable<ask.PairRow[]> {
    for await (const page of this.pages<ask.PairRow>(ask.MEMBERS.among, this.ids('claim'))) {
      yield page.filter(({ from }) => this.has('testimony', from));
    }
  }

  async *assessments(): AsyncIterable<ask.AssessmentRow[]> {
    for await (const page of this.pages<ask.AssessmentRow>(ask.ASSESSMENTS.among, this.ids('assessment'))) {
      yield page.map((row) => ({
        ...row,
        citations: row.citations.filter((citation) => this.has('citation', citation)),
      }));
    }
  }

  async *externals(): AsyncIterable<External[]> {
    for await (const page of this.pages<External>(ask.EXTERNALS.among, this.ids('external_provenance'))) {
      yield page.map((row) => ({
        ...row,
        concerns: row.concerns.filter(({ kind, id }) => this.has(kind, id)),
      }));
    }
  }

  document(id: string): Promise<string> {
    return externalDocument(this.reader, this.clearance, id);
  }

  private has(kind: RecordKind, id: string): boolean {
    return this.found.get(kind)?.has(id) ?? false;
  }

  private ids(kind: RecordKind): string[] {
    return [...(this.found.get(kind)?.keys() ?? [])];
  }

  /** Reads what is met for the first time. @returns those that were there then, as far as one may see them */
  private async meet(nodes: Node[]): Promise<Node[]> {
    const fresh = new Map<RecordKind, Set<string>>();
    for (const { kind, id } of nodes) {
      if (this.has(kind, id)) continue;
      fresh.set(kind, (fresh.get(kind) ?? new Set()).add(id));
    }
    const met: Node[] = [];
    for (const [kind, ids] of fresh) {
      const known = this.found.get(kind) ?? new Map<string, RecordVersions>();
      this.found.set(kind, known);
      for (const some of chunks([...ids])) {
        const values = [this.clearance, this.until, some];
        const rows = await this.reader.rows<ask.VersionRow>(ask.VERSIONS[kind].among, values);
        for (const record of byRecord(kind, rows)) {
          if (record.versions.length === 0) continue;
          known.set(record.id, record);
          met.push({ kind, id: record.id });
        }
      }
    }
    return met;
  }

  private nodes(of: Statement, ids: string[]): Promise<Node[]> {
    return this.reader.rows<Node>(of, [this.clearance, ids]);
  }

  private async *pages<Row>(of: Statement, ids: string[]): AsyncIterable<Row[]> {
    for (const some of chunks(ids)) {
      yield await this.reader.rows<Row>(of, [this.clearance, this.until, some]);
    }
  }
}

function* chunks<Item>(items: Item[]): Iterable<Item[]> {
  for (let at = 0; at < items.length; at += ask.PAGE) yield items.slice(at, at + ask.PAGE);
}
