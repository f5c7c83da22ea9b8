import { closedJoin, readable } from '../access/readable-text.js';
import type { RecordKind } from '../provenance/record-kinds.js';
import { VOCABULARY } from '../common/vocabulary.js';
import { PROV, XSD } from './names.rules.js';
import type { Name, Namespaces } from './statements.js';

/** How one kind of record is described. */
interface Described {
  /** The path at which it is read; without one, its place in the graph is what there is to read */
  path?: string;
  /** What it is called, of a row r */
  label?: string;
  /** What else is said of each version of a row r: name in our vocabulary, SQL */
  says?: Record<string, string>;
  /** What stands beside the row for that */
  beside?: string;
  /** Its rows are never changed: none has a history */
  unchanging?: true;
  /** It is an act of judgement itself, and no description of something: it was made when it was recorded */
  isMadeHere?: true;
}

const shown = readable('r', 'closed.list');

/** Words that `leaks` and the history show as well: what may be read of a row, where the row may. */
export const DESCRIBED: Record<RecordKind, Described> = {
  testimony: {
    path: 'testimonies',
    label: 'r.title',
    says: { accession: 'r.accession', kind: 'r.kind', language: 'r.language' },
  },
  revision: {
    label: `'revision ' || r.number`,
    says: { number: 'r.number', kind: 'r.kind', sha256: shown.sha256 },
    beside: closedJoin('r.id', '$1'),
    unchanging: true,
  },
  passage: { label: `'passage ' || r.number`, says: { number: 'r.number' }, unchanging: true },
  claim: {
    path: 'claims',
    label: 'r.statement',
    says: { number: 'r.number', kind: 'r.kind', basis: 'r.basis' },
  },
  citation: { path: 'citations', label: 'r.stance', says: { stance: 'r.stance' } },
  assessment: {
    label: 'r.confidence',
    says: { rationale: 'r.rationale' },
    unchanging: true,
    isMadeHere: true,
  },
  contradiction: { path: 'contradictions', label: 'r.statement', says: { state: 'r.state' } },
  source: { path: 'sources', label: `coalesce(r.csl ->> 'title', r.description)` },
  agent: { path: 'agents', label: 'coalesce(r.name, r.description)', says: { kind: 'r.kind' } },
  place: { path: 'places', label: 'r.name' },
  question: { path: 'questions', label: 'r.statement', says: { state: 'r.state' } },
  lead: { path: 'leads', label: 'r.description', says: { state: 'r.state' } },
  attempt: { label: 'r.outcome', unchanging: true },
  flag: { path: 'flags', label: 'r.kind', says: { state: 'r.state', reason: 'r.reason' } },
  descent: { path: 'descents', label: 'r.kind' },
  reliability: { label: 'r.grade', says: { rationale: 'r.rationale' }, unchanging: true, isMadeHere: true },
  event: { path: 'events', label: 'r.name' },
  name_form: { path: 'names', label: 'r.value', says: { kind: 'r.type', language: 'r.language' } },
  identifier: { path: 'identifiers', label: `r.scheme || ' ' || r.value` },
  same_as: { path: 'same-as', label: 'r.certainty' },
  life: {},
  office: { path: 'offices', label: 'r.title', says: { kind: 'r.kind' } },
  reachability: { path: 'reachability', label: 'r.state', unchanging: true },
  answer: { label: 'r.statement' },
  expected_document: { path: 'expected-documents', label: 'r.description', says: { kind: 'r.kind' } },
  narrator_review: { path: 'reviews' },
  translation: { path: 'translations', says: { language: 'r.language' }, unchanging: true },
  consent: { unchanging: true },
  consent_revocation: { unchanging: true },
  rights_statement: { unchanging: true },
  notice: { path: 'notices', says: { kind: 'r.code' }, unchanging: true },
  external_provenance: {
    path: 'prov/external',
    label: 'r.attributed_to',
    says: { sha256: 'r.sha256', note: 'r.note' },
    unchanging: true,
    isMadeHere: true,
  },
};

/** Birth and death stand in one row and rest on different things: it is told to those who may see both. */
export const restsOnReadable = (kind: RecordKind, row: string): string =>
  kind === 'life'
    ? `AND is_basis_readable(${row}.born_source_id, ${row}.born_claim_id, $1::smallint[])
       AND is_basis_readable(${row}.died_source_id, ${row}.died_claim_id, $1::smallint[])`
    : '';

/** The last part of the path, so that a name reads as its address does. */
const prefixOf = (kind: RecordKind): string =>
  DESCRIBED[kind].path?.replace(/^.*\//, '') ?? kind.replaceAll('_', '-');

/** A record, as what it is of. */
export const recordName = (kind: RecordKind, id: string): Name => `${prefixOf(kind)}:${id}`;

/** What the archive held of it from an activity on, until the next that changed it. */
export const versionName = (kind: RecordKind, id: string, activity: string): Name =>
  DESCRIBED[kind].path === undefined
    ? `history:${kind}/${id}#${activity}`
    : `${prefixOf(kind)}:${id}?asOf=${activity}`;

export const activityName = (id: string): Name => `activities:${id}`;
export const anchorName = (id: string): Name => `anchors:${id}`;

/** `expected_document` -> `kataribe:ExpectedDocument` */
export const typeName = (kind: string): Name =>
  `kataribe:${kind.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`;

/** @param base where the archive is found, without a slash at its end */
export function namespacesAt(base: string): Namespaces {
  const records = Object.keys(DESCRIBED).map((kind): [string, string] => {
    const prefix = prefixOf(kind as RecordKind);
    const { path } = DESCRIBED[kind as RecordKind];
    return [prefix, `${base}/api/${path ?? `provenance/${kind}`}/`];
  });
  return {
    prov: PROV,
    xsd: XSD,
    kataribe: VOCABULARY,
    activities: `${base}/api/activities/`,
    anchors: `${base}/api/anchors/`,
    history: `${base}/api/history/`,
    ...Object.fromEntries(records),
  };
}
