import { RECORD_KINDS, type RecordKind } from '../provenance/record-kinds.js';
import type { ActivityRow, AgentRow, AnchorRow, AssessmentRow, LinkRow, PairRow } from './archive-rows.js';
import { type External, externalAgent, externalAttribution, externalBundles } from './external-statements.js';
import { DESCRIBED } from './record-entities.js';
import * as of from './record-statements.js';
import type { RecordVersions } from './record-statements.js';
import type { Namespaces, Piece, Statement, StatementKind } from './statements.js';

/** Where the rows of a document come from: the whole archive, or what one record rests on. Each can be gone through again. */
export interface Rows {
  records(kind: RecordKind): AsyncIterable<RecordVersions[]>;
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
  const changing = RECORD_KINDS.filter((kind) => DESCRIBED[kind].unchanging !== true);
  yield* ofRecords(rows, 'entity', RECORD_KINDS, of.entities);
  yield* each('entity', rows.anchors(), (row) => [of.anchor(row)]);
  yield* each('activity', rows.activities(), (row) => [of.activity(row)]);
  yield* each('agent', rows.agents(), (row) => [of.agent(row)]);
  yield* each('agent', rows.externals(), externalAgent);
  yield* ofRecords(rows, 'wasGeneratedBy', RECORD_KINDS, of.generations);
  yield* ofRecords(rows, 'used', changing, of.usages);
  for await (const piece of ofRecords(rows, 'wasInformedBy', changing, of.communications)) {
    yield { kind: piece.kind, statements: of.once(piece.statements) };
  }
  yield* ofRecords(rows, 'wasInvalidatedBy', changing, of.invalidations);
  yield* ofRecords(rows, 'wasDerivedFrom', changing, of.revisions);
  yield* each('wasDerivedFrom', rows.anchors(), of.quotations);
  yield* ofLinks(rows, 'wasDerivedFrom');
  yield* ofLinks(rows, 'wasAttributedTo');
  yield* each('wasAttributedTo', rows.externals(), externalAttribution);
  yield* each('wasAssociatedWith', rows.activities(), of.association);
  yield* ofLinks(rows, 'wasInfluencedBy');
  yield* each('wasInfluencedBy', rows.assessments(), of.grounds);
  yield* ofRecords(rows, 'specializationOf', RECORD_KINDS, of.specializations);
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
  kinds: readonly RecordKind[],
  statementsOf: (record: RecordVersions) => Statement[],
): AsyncIterable<Statements> {
  for (const record of kinds) yield* each(kind, rows.records(record), statementsOf);
}

async function* ofLinks(rows: Rows, kind: StatementKind): AsyncIterable<Statements> {
  yield* each(kind, rows.links(of.relationsOf(kind)), (row) => [of.link(row)]);
}
