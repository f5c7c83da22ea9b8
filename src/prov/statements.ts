import { type Formal, OBJECTS, SHAPES, type StatementKind, UNNAMED } from './statement-shapes.js';

export type { StatementKind } from './statement-shapes.js';

/*
 * What a PROV document says, statement by statement, whatever it is written in. Names are qualified (`claims:3f2a…`); the
 * namespaces they stand for go with the document or the bundle.
 */

/** `prefix:local` */
export type Name = string;

/** Text, text with a type or a language, or something named. */
export type Value =
  string | number | boolean | { text: string; type?: Name; language?: string } | { name: Name };

export type Attribute = readonly [name: Name, value: Value];

/** Prefixes and what they stand for. */
export type Namespaces = Readonly<Record<string, string>>;

/** In the order in which a document has them: what is spoken of before what is said of it. */
export const STATEMENT_KINDS: readonly StatementKind[] = [
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
];

/**
 * What each kind takes, in the order of PROV-N, under the names of PROV-JSON; `required` says how many of the first must be
 * there. For entities, activities and agents what is spoken of is the `id`.
 */
export const ARGUMENTS = Object.fromEntries(
  STATEMENT_KINDS.map((kind) => {
    const shape: readonly Formal[] = SHAPES[kind];
    const names = shape.map(
      ({ attribute, holds }) => [attribute, holds === 'time' ? 'time' : 'name'] as const,
    );
    return [kind, { names, required: shape.filter((formal) => formal.isRequired).length }];
  }),
) as unknown as Record<
  StatementKind,
  { names: readonly (readonly [name: string, type: 'name' | 'time'])[]; required: number }
>;

/** Whether the statement is of something, and not between two. */
export const isElement = (kind: StatementKind): boolean => OBJECTS.has(kind);

/** Whether it has neither an id nor attributes in PROV-N. */
export const isBare = (kind: StatementKind): boolean => UNNAMED.has(kind);

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

/** The type of a value that is not plain text. */
export function typeOf(value: Value): { text: string; type?: Name; language?: string } | { name: Name } {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'number') return numberOf(value);
  return typeof value === 'boolean' ? { text: String(value), type: 'xsd:boolean' } : value;
}

function numberOf(value: number): { text: string; type: Name } {
  // As XML Schema writes a double in its canonical form: 1.5E0.
  if (!Number.isInteger(value))
    return { text: value.toExponential().replace(/e\+?/, 'E'), type: 'xsd:double' };
  return { text: BigInt(value).toString(), type: Math.abs(value) < 2 ** 31 ? 'xsd:int' : 'xsd:integer' };
}
