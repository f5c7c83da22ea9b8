import type { RecordKind } from '../provenance/record-kinds.js';
import type {
  ActivityRow,
  AgentRow,
  AnchorRow,
  AssessmentRow,
  LinkRow,
  PairRow,
  VersionRow,
} from './archive-rows.js';
import { activityName, anchorName, DESCRIBED, recordName, typeName, versionName } from './record-entities.js';
import {
  type Attribute,
  type Bundle,
  element,
  relation,
  type Statement,
  type StatementKind,
} from './statements.js';

/*
 * Rows as statements. A record is what it is of: a claim, a source, a person. What the archive said of it is its versions, each
 * a specialization of it, which an activity generated and another may have ended. So what rests on what is told of the
 * records, and who did what when of their versions; why so is in the README.
 */

/** The versions of one record, the earliest first. */
export interface RecordVersions {
  kind: RecordKind;
  id: string;
  versions: (VersionRow & { activity: string })[];
  label: string | null;
}

/** @param rows of one kind, those of a record together */
export function byRecord(kind: RecordKind, rows: VersionRow[]): RecordVersions[] {
  const records: RecordVersions[] = [];
  for (const row of rows) {
    let record = records.at(-1);
    if (record?.id !== row.id) {
      record = { kind, id: row.id, versions: [], label: null };
      records.push(record);
    }
    if (row.activity !== null) record.versions.push(row as VersionRow & { activity: string });
    record.label = row.label;
  }
  return records;
}

const named = (name: string, value: string): Attribute => [name, { name: value }];
const label = (text: string | null): Attribute[] => (text === null ? [] : [['prov:label', text]]);
const says = (of: VersionRow['says']): Attribute[] =>
  Object.entries(of ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [[`kataribe:${name}`, value as string | number] as Attribute],
  );

const isMadeHere = ({ kind }: RecordVersions): boolean => DESCRIBED[kind].isMadeHere === true;

export function entities(record: RecordVersions): Statement[] {
  const { kind, id, versions } = record;
  const types = [
    named('prov:type', typeName(kind)),
    ...(kind === 'assessment' || kind === 'external_provenance' ? [named('prov:type', 'prov:Bundle')] : []),
    ...(kind === 'testimony' ? [named('prov:type', 'prov:Collection')] : []),
  ];
  if (isMadeHere(record)) {
    const said = versions.flatMap((version) => says(version.says));
    return [element('entity', recordName(kind, id), [...types, ...label(record.label), ...said])];
  }
  return [
    element('entity', recordName(kind, id), [...types, ...label(record.label)]),
    ...versions.map((version) =>
      element('entity', versionName(kind, id, version.activity), [
        named('prov:type', 'kataribe:Version'),
        ...label(version.label),
        ...says(version.says),
      ]),
    ),
  ];
}

const generatedName = (record: RecordVersions, activity: string): string =>
  isMadeHere(record) ? recordName(record.kind, record.id) : versionName(record.kind, record.id, activity);

export const generations = (record: RecordVersions): Statement[] =>
  record.versions.map(({ activity, at }) =>
    relation('wasGeneratedBy', [generatedName(record, activity), activityName(activity), at]),
  );

/** A version that another follows, and which. */
function changes({ kind, id, versions }: RecordVersions) {
  return versions.flatMap((version, index) =>
    version.endedBy === null
      ? []
      : [
          {
            from: versionName(kind, id, version.activity),
            by: activityName(version.endedBy),
            madeBy: activityName(version.activity),
            at: version.endedAt,
            to:
              versions[index + 1]?.activity === version.endedBy
                ? versionName(kind, id, version.endedBy)
                : null,
          },
        ],
  );
}

export const usages = (record: RecordVersions): Statement[] =>
  changes(record).map(({ from, by, at }) => relation('used', [by, from, at]));

export const communications = (record: RecordVersions): Statement[] =>
  changes(record).map(({ by, madeBy }) => relation('wasInformedBy', [by, madeBy]));

/** Many records are revised in one act that were written in one. */
export function once(statements: Statement[]): Statement[] {
  return [...new Map(statements.map((statement) => [statement.of.join(' '), statement])).values()];
}

export const invalidations = (record: RecordVersions): Statement[] =>
  changes(record).map(({ from, by, at }) => relation('wasInvalidatedBy', [from, by, at]));

export const revisions = (record: RecordVersions): Statement[] =>
  changes(record).flatMap(({ from, by, to }) =>
    to === null ? [] : [relation('wasDerivedFrom', [to, from, by], [named('prov:type', 'prov:Revision')])],
  );

export const specializations = (record: RecordVersions): Statement[] =>
  isMadeHere(record)
    ? []
    : record.versions.map(({ activity }) =>
        relation('specializationOf', [
          versionName(record.kind, record.id, activity),
          recordName(record.kind, record.id),
        ]),
      );

export const activity = ({ id, type, at, note }: ActivityRow): Statement =>
  element(
    'activity',
    activityName(id),
    [
      named('prov:type', 'kataribe:Act'),
      ['kataribe:act', type],
      ...(note === null ? [] : [['kataribe:note', note] as const]),
    ],
    [at, null],
  );

export const association = ({ id, agent }: ActivityRow): Statement[] =>
  agent === null
    ? []
    : [
        relation(
          'wasAssociatedWith',
          [activityName(id), recordName('agent', agent), null],
          [named('prov:role', 'kataribe:recorder')],
        ),
      ];

const AGENT_TYPES: Record<string, string> = {
  person: 'prov:Person',
  organisation: 'prov:Organization',
  software: 'prov:SoftwareAgent',
  group: 'kataribe:Group',
};

export const agent = ({ id, kind, label: called }: AgentRow): Statement =>
  element('agent', recordName('agent', id), [named('prov:type', AGENT_TYPES[kind]!), ...label(called)]);

/** Which statement each relation of the graph is, and of what type. */
const RELATIONS: Record<string, { kind: StatementKind; type?: string }> = {
  wasQuotedFrom: { kind: 'wasDerivedFrom', type: 'prov:Quotation' },
  wasRevisionOf: { kind: 'wasDerivedFrom', type: 'prov:Revision' },
  hadPrimarySource: { kind: 'wasDerivedFrom', type: 'prov:PrimarySource' },
  wasDerivedFrom: { kind: 'wasDerivedFrom' },
  wasAttributedTo: { kind: 'wasAttributedTo' },
  wasInfluencedBy: { kind: 'wasInfluencedBy' },
  specializationOf: { kind: 'specializationOf' },
  alternateOf: { kind: 'alternateOf' },
};

/** The relations of the graph that are statements of a kind. */
export const relationsOf = (kind: StatementKind): string[] =>
  Object.keys(RELATIONS).filter((name) => RELATIONS[name]!.kind === kind);

export const ALL_RELATIONS = Object.keys(RELATIONS);

export function link({ fromKind, from, relation: of, toKind, to }: LinkRow): Statement {
  const { kind, type } = RELATIONS[of]!;
  return relation(
    kind,
    [recordName(fromKind, from), recordName(toKind, to)],
    type === undefined ? [] : [named('prov:type', type)],
  );
}

/** The exact words, as one may read them. */
export const anchor = ({ id, exact, state }: AnchorRow): Statement =>
  element('entity', anchorName(id), [
    named('prov:type', 'kataribe:Anchor'),
    ['prov:value', exact],
    ['kataribe:state', state],
  ]);

/** A claim was drawn from words, and those stand in a passage. */
export const quotations = ({ id, claim, passage }: AnchorRow): Statement[] =>
  [
    [recordName('claim', claim), anchorName(id)],
    [anchorName(id), recordName('passage', passage)],
  ].map((of) => relation('wasDerivedFrom', of, [named('prov:type', 'prov:Quotation')]));

export const member = ({ from, to }: PairRow): Statement =>
  relation('hadMember', [recordName('testimony', from), recordName('claim', to)]);

export const grounds = ({ id, citations }: AssessmentRow): Statement[] =>
  citations.map((citation) =>
    relation('wasInfluencedBy', [recordName('assessment', id), recordName('citation', citation)]),
  );

/** That a claim is probable is what somebody says, and not the archive: it stands in a bundle that is attributed to him. */
export function judgement({ id, claim, confidence, citations }: AssessmentRow): Bundle {
  const judged = recordName('claim', claim);
  return {
    name: recordName('assessment', id),
    namespaces: {},
    statements: [
      element('entity', judged, [named('prov:type', 'kataribe:Claim'), ['kataribe:confidence', confidence]]),
      ...citations.map((citation) =>
        element('entity', recordName('citation', citation), [named('prov:type', 'kataribe:Citation')]),
      ),
      ...citations.map((citation) => relation('wasInfluencedBy', [judged, recordName('citation', citation)])),
    ],
  };
}
