import { RECORD_KINDS, type RecordKind } from '../provenance/record-kinds.js';
import {
  type ActivityRow,
  type AgentRow,
  type AnchorRow,
  type AssessmentRow,
  CHANGING,
  type LinkRow,
  type PairRow,
} from './archive-rows.js';
import { type External, externalAgent, externalAttribution, externalBundles } from './external-statements.js';
import * as of from './record-statements.js';
import type { RecordVersions } from './record-statements.js';
import type { Namespaces, Piece, Statement, StatementKind } from './statements.js';

/** Where the rows of a document come from: the whole archive, or what one record rests on. Each can be gone through again. */
export interface Rows {
  records(kind: RecordKind): AsyncIterable<RecordVersions[]>;
  /** Of those, at least the ones that have more than one version */
  changed(kind: RecordKind): AsyncIterable<RecordVersions[]>;
  activities(): AsyncIterable<ActivityRow[]>;
  agents(): AsyncIterable<AgentRow[]>;
  links(relations: string[]): AsyncIterable<LinkRow[]>;
  anchors(): AsyncIterable<AnchorRow[]>;
  members(): AsyncIterable<PairRow[]>;
  assessments(): AsyncIterable<AssessmentRow[]>;
  externals(): AsyncIterable<External[]>;
  /** Of one of those, as it was received */
  document(id: string): Promise<string>;
}

/**
 * A document, kind by kind: PROV-JSON has the statements of a kind in one place, so that the rows are gone through once for
 * each. That is done in one snapshot, or the passes would not agree.
 */
export async function* piecesOf(rows: Rows, namespaces: Namespaces): AsyncIterable<Piece> {
  yield* ofRecords(rows, 'entity', of.entities);
  yield* each('entity', rows.anchors(), (row) => [of.anchor(row)]);
  yield* each('activity', rows.activities(), (row) => [of.activity(row)]);
  yield* each('agent', rows.agents(), (row) => [of.agent(row)]);
  yield* each('agent', rows.externals(), externalAgent);
  yield* ofRecords(rows, 'wasGeneratedBy', of.generations);
  yield* ofChanged(rows, 'used', of.usages);
  for await (const piece of ofChanged(rows, 'wasInformedBy', of.communications)) {
    yield { kind: piece.kind, statements: of.once(piece.statements) };
  }
  yield* ofChanged(rows, 'wasInvalidatedBy', of.invalidations);
  yield* ofChanged(rows, 'wasDerivedFrom', of.revisions);
  yield* each('wasDerivedFrom', rows.anchors(), of.quotations);
  yield* ofLinks(rows, 'wasDerivedFrom');
  yield* ofLinks(rows, 'wasAttributedTo');
  yield* each('wasAttributedTo', rows.externals(), externalAttribution);
  yield* each('wasAssociatedWith', rows.activities(), of.association);
  yield* ofLinks(rows, 'wasInfluencedBy');
  yield* each('wasInfluencedBy', rows.assessments(), of.grounds);
  yield* ofRecords(rows, 'specializationOf', of.specializations);
  yield* ofLinks(rows, 'specializationOf');
  yield* ofLinks(rows, 'alternateOf');
  yield* each('hadMember', rows.members(), (row) => [of.member(row)]);
  for await (const page of rows.assessments()) for (const row of page) yield { bundle: of.judgement(row) };
  for await (const page of rows.externals()) {
    for (const row of page) {
      const document = await rows.document(row.id);
      for (const bundle of externalBundles(row, document, namespaces)) yield { bundle };
    }
  }
}

type Statements = { kind: StatementKind; statements: Statement[] };

async function* each<Row>(
  kind: StatementKind,
  pages: AsyncIterable<Row[]>,
  statementsOf: (row: Row) => Statement[],
): AsyncIterable<Statements> {
  for await (const page of pages) {
    const statements = page.flatMap(statementsOf);
    if (statements.length > 0) yield { kind, statements };
  }
}

async function* ofRecords(
  rows: Rows,
  kind: StatementKind,
  statementsOf: (record: RecordVersions) => Statement[],
): AsyncIterable<Statements> {
  for (const record of RECORD_KINDS) yield* each(kind, rows.records(record), statementsOf);
}

async function* ofChanged(
  rows: Rows,
  kind: StatementKind,
  statementsOf: (record: RecordVersions) => Statement[],
): AsyncIterable<Statements> {
  for (const record of CHANGING) yield* each(kind, rows.changed(record), statementsOf);
}

async function* ofLinks(rows: Rows, kind: StatementKind): AsyncIterable<Statements> {
  yield* each(kind, rows.links(of.relationsOf(kind)), (row) => [of.link(row)]);
}
