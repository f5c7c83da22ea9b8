import {
  ARGUMENTS,
  type Attribute,
  type Name,
  type Statement,
  type StatementKind,
  typeOf,
} from './statements.js';

/*
 * A statement in the terms of PROV-O: what Turtle and JSON-LD both write. A relation is said plainly (`a prov:used b`), and,
 * where there is more to say of it than its two ends, once more with a node of its own that says it.
 */

export type RdfValue = { text: string; type?: Name; language?: string } | { name: Name } | RdfNode;

/** `name` is null for a node that is called nothing. */
export interface RdfNode {
  name: Name | null;
  properties: [predicate: Name, value: RdfValue][];
}

interface Qualification {
  property: Name;
  of: Name;
  /** The property that leads on to the other end */
  to: Name;
}

/** What the other places of a relation are called on its node. */
const PLACES: Partial<Record<StatementKind, Record<string, Name>>> = {
  wasStartedBy: { 'prov:starter': 'prov:hadActivity' },
  wasEndedBy: { 'prov:ender': 'prov:hadActivity' },
  wasDerivedFrom: {
    'prov:activity': 'prov:hadActivity',
    'prov:generation': 'prov:hadGeneration',
    'prov:usage': 'prov:hadUsage',
  },
  wasAssociatedWith: { 'prov:plan': 'prov:hadPlan' },
  actedOnBehalfOf: { 'prov:activity': 'prov:hadActivity' },
};

const qualified = (name: string, to: string): Qualification => ({
  property: `prov:qualified${name}`,
  of: `prov:${name}`,
  to: `prov:${to}`,
});

const QUALIFICATIONS: Partial<Record<StatementKind, Qualification>> = {
  wasGeneratedBy: qualified('Generation', 'activity'),
  used: qualified('Usage', 'entity'),
  wasInformedBy: qualified('Communication', 'activity'),
  wasStartedBy: qualified('Start', 'entity'),
  wasEndedBy: qualified('End', 'entity'),
  wasInvalidatedBy: qualified('Invalidation', 'activity'),
  wasDerivedFrom: qualified('Derivation', 'entity'),
  wasAttributedTo: qualified('Attribution', 'agent'),
  wasAssociatedWith: qualified('Association', 'agent'),
  actedOnBehalfOf: qualified('Delegation', 'agent'),
  wasInfluencedBy: qualified('Influence', 'influencer'),
};

/** Derivations of these types have words of their own in PROV-O. */
const DERIVATIONS: Record<Name, { plain: Name; qualification: Qualification }> = {
  'prov:Quotation': { plain: 'prov:wasQuotedFrom', qualification: qualified('Quotation', 'entity') },
  'prov:Revision': { plain: 'prov:wasRevisionOf', qualification: qualified('Revision', 'entity') },
  'prov:PrimarySource': {
    plain: 'prov:hadPrimarySource',
    qualification: qualified('PrimarySource', 'entity'),
  },
};

const CLASSES = { entity: 'prov:Entity', activity: 'prov:Activity', agent: 'prov:Agent' };

/** Attributes that PROV-O calls otherwise. */
const PROPERTIES: Record<Name, Name> = {
  'prov:type': 'rdf:type',
  'prov:label': 'rdfs:label',
  'prov:location': 'prov:atLocation',
  'prov:role': 'prov:hadRole',
};

const time = (text: string): RdfValue => ({ text, type: 'xsd:dateTime' });
const named = (name: Name): RdfValue => ({ name });

export function nodeOf(statement: Statement): RdfNode {
  const { kind, id, of, attributes } = statement;
  if (kind === 'entity' || kind === 'activity' || kind === 'agent') {
    const [start, end] = of;
    return {
      name: id,
      properties: [
        ['rdf:type', named(CLASSES[kind])],
        ...(start ? [['prov:startedAtTime', time(start)] as [Name, RdfValue]] : []),
        ...(end ? [['prov:endedAtTime', time(end)] as [Name, RdfValue]] : []),
        ...said(attributes),
      ],
    };
  }
  const [subject, object] = of;
  const derivation = kind === 'wasDerivedFrom' ? derivationOf(attributes) : undefined;
  const plain = derivation?.plain ?? `prov:${kind}`;
  const properties: RdfNode['properties'] = object ? [[plain, named(object)]] : [];
  const qualification = derivation?.qualification ?? QUALIFICATIONS[kind];
  if (kind === 'mentionOf') properties.push(['prov:asInBundle', named(of[2]!)]);
  if (qualification !== undefined) {
    const more = qualificationsOf(statement, derivation !== undefined);
    if (more.length > 0 || id !== null || !object) {
      properties.push([
        qualification.property,
        {
          name: id,
          properties: [
            ['rdf:type', named(qualification.of)],
            ...(object ? [[qualification.to, named(object)] as [Name, RdfValue]] : []),
            ...more,
          ],
        },
      ]);
    }
  }
  return { name: subject!, properties };
}

const derivationOf = (attributes: readonly Attribute[]) => {
  const [type] = attributes.flatMap(([name, value]) =>
    name === 'prov:type' && typeof value === 'object' && 'name' in value && value.name in DERIVATIONS
      ? [value.name]
      : [],
  );
  return type === undefined ? undefined : DERIVATIONS[type];
};

/** What is said of a relation beside its two ends. */
function qualificationsOf({ kind, of, attributes }: Statement, isTyped: boolean): RdfNode['properties'] {
  const places = ARGUMENTS[kind].names.flatMap(([name, type], index): RdfNode['properties'] => {
    const argument = of[index];
    if (index < 2 || !argument) return [];
    return [
      [
        type === 'time' ? 'prov:atTime' : PLACES[kind]![name]!,
        type === 'time' ? time(argument) : named(argument),
      ],
    ];
  });
  const isTold = ([name, value]: Attribute): boolean =>
    isTyped &&
    name === 'prov:type' &&
    typeof value === 'object' &&
    'name' in value &&
    value.name in DERIVATIONS;
  return [...places, ...said(attributes.filter((attribute) => !isTold(attribute)))];
}

function said(attributes: readonly Attribute[]): RdfNode['properties'] {
  return attributes.map(([name, value]) => [PROPERTIES[name] ?? name, typeOf(value)]);
}
