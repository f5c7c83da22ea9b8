/*
 * What a PROV document says, statement by statement, whatever it is written in. Names are qualified (`claims:3f2a…`); the
 * namespaces they stand for go with the document or the bundle.
 */

/** `prefix:local` */
export type Name = string;

/** Text, text with a type or a language, or something named. */
export type Value = string | number | boolean | { text: string; type?: Name; language?: string } | { name: Name };

export type Attribute = readonly [name: Name, value: Value];

/** Prefixes and what they stand for. */
export type Namespaces = Readonly<Record<string, string>>;

/** Every kind of statement, in the order in which a document has them: what is spoken of before what is said of it. */
export const STATEMENT_KINDS = [
  'entity',
  'activity',
  'agent',
  'wasGeneratedBy',
  'used',
  'wasInformedBy',
  'wasStartedBy',
  'wasEndedBy',
  'wasInvalidatedBy',
  'wasDerivedFrom',
  'wasAttributedTo',
  'wasAssociatedWith',
  'actedOnBehalfOf',
  'wasInfluencedBy',
  'specializationOf',
  'alternateOf',
  'hadMember',
  'mentionOf',
] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

type ArgumentType = 'name' | 'time';

/**
 * What each kind takes, in the order of PROV-N, under the names of PROV-JSON; `required` says how many of the first must be
 * there. For entities, activities and agents what is spoken of is the `id`.
 */
export const ARGUMENTS: Record<StatementKind, { names: Record<string, ArgumentType>; required: number }> = {
  entity: { names: {}, required: 0 },
  activity: { names: { 'prov:startTime': 'time', 'prov:endTime': 'time' }, required: 0 },
  agent: { names: {}, required: 0 },
  wasGeneratedBy: {
    names: { 'prov:entity': 'name', 'prov:activity': 'name', 'prov:time': 'time' },
    required: 1,
  },
  used: { names: { 'prov:activity': 'name', 'prov:entity': 'name', 'prov:time': 'time' }, required: 1 },
  wasInformedBy: { names: { 'prov:informed': 'name', 'prov:informant': 'name' }, required: 2 },
  wasStartedBy: {
    names: { 'prov:activity': 'name', 'prov:trigger': 'name', 'prov:starter': 'name', 'prov:time': 'time' },
    required: 1,
  },
  wasEndedBy: {
    names: { 'prov:activity': 'name', 'prov:trigger': 'name', 'prov:ender': 'name', 'prov:time': 'time' },
    required: 1,
  },
  wasInvalidatedBy: {
    names: { 'prov:entity': 'name', 'prov:activity': 'name', 'prov:time': 'time' },
    required: 1,
  },
  wasDerivedFrom: {
    names: {
      'prov:generatedEntity': 'name',
      'prov:usedEntity': 'name',
      'prov:activity': 'name',
      'prov:generation': 'name',
      'prov:usage': 'name',
    },
    required: 2,
  },
  wasAttributedTo: { names: { 'prov:entity': 'name', 'prov:agent': 'name' }, required: 2 },
  wasAssociatedWith: {
    names: { 'prov:activity': 'name', 'prov:agent': 'name', 'prov:plan': 'name' },
    required: 1,
  },
  actedOnBehalfOf: {
    names: { 'prov:delegate': 'name', 'prov:responsible': 'name', 'prov:activity': 'name' },
    required: 2,
  },
  wasInfluencedBy: { names: { 'prov:influencee': 'name', 'prov:influencer': 'name' }, required: 2 },
  specializationOf: { names: { 'prov:specificEntity': 'name', 'prov:generalEntity': 'name' }, required: 2 },
  alternateOf: { names: { 'prov:alternate1': 'name', 'prov:alternate2': 'name' }, required: 2 },
  hadMember: { names: { 'prov:collection': 'name', 'prov:entity': 'name' }, required: 2 },
  mentionOf: {
    names: { 'prov:specificEntity': 'name', 'prov:generalEntity': 'name', 'prov:bundle': 'name' },
    required: 3,
  },
};

const ELEMENTS: readonly StatementKind[] = ['entity', 'activity', 'agent'];

/** Whether the statement is of something, and not between two. */
export const isElement = (kind: StatementKind): boolean => ELEMENTS.includes(kind);

/** These have neither an id nor attributes in PROV-N. */
const BARE: readonly StatementKind[] = ['specializationOf', 'alternateOf', 'hadMember', 'mentionOf'];
export const isBare = (kind: StatementKind): boolean => BARE.includes(kind);

export interface Statement {
  kind: StatementKind;
  /** What it is of; of a relation, what it is itself called, where it is called anything */
  id: Name | null;
  /** As ARGUMENTS has them */
  of: readonly (string | null)[];
  attributes: readonly Attribute[];
}

export const element = (
  kind: 'entity' | 'activity' | 'agent',
  id: Name,
  attributes: readonly Attribute[] = [],
  of: readonly (string | null)[] = [],
): Statement => ({ kind, id, of, attributes });

export const relation = (
  kind: StatementKind,
  of: readonly (string | null)[],
  attributes: readonly Attribute[] = [],
): Statement => ({ kind, id: null, of, attributes });

/** Statements that are themselves spoken of, under a name of their own. */
export interface Bundle {
  name: Name;
  /** Beside those of the document */
  namespaces: Namespaces;
  statements: Statement[];
}

/** A document in pieces: its statements, those of one kind together; then its bundles. */
export type Piece = { kind: StatementKind; statements: Statement[] } | { bundle: Bundle };

/** Writes a document piece by piece, as text. */
export interface Writer {
  begin(): string;
  piece(piece: Piece): string;
  end(): string;
}

/** The local part and what its prefix stands for: null for a prefix that stands for nothing. */
export function iriOf(name: Name, namespaces: Namespaces): string | null {
  const colon = name.indexOf(':');
  const namespace = namespaces[name.slice(0, colon)];
  return namespace === undefined ? null : namespace + name.slice(colon + 1);
}

export const XSD = 'http://www.w3.org/2001/XMLSchema#';
export const PROV = 'http://www.w3.org/ns/prov#';

/** The type of a value that is not plain text. */
export function typeOf(value: Value): { text: string; type?: Name; language?: string } | { name: Name } {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'number') {
    return { text: String(value), type: Number.isInteger(value) ? 'xsd:int' : 'xsd:double' };
  }
  return typeof value === 'boolean' ? { text: String(value), type: 'xsd:boolean' } : value;
}
