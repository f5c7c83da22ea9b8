import { type Fault, jsonPointer, shown } from '../common/fault.js';
import {
  ARGUMENTS,
  type Attribute,
  type Bundle,
  isElement,
  iriOf,
  type Namespaces,
  PROV,
  type Statement,
  STATEMENT_KINDS,
  type StatementKind,
  type Value,
  XSD,
} from './statements.js';

/* A PROV-JSON document of somebody else: whether it is one, and what it says. */

type Members = Record<string, unknown>;
type Path = (string | number)[];

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NAME = /^(?:[^\s:<>"{}|\\^`]*:)?[^\s<>"{}|\\^`]+$/;
const IRI = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>"{}|\\^`]*$/;
const PREFIX = /^[A-Za-z_][\w.-]*$/;
const TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;
const BUILT_IN: Namespaces = { prov: PROV, xsd: XSD };

/** Every fault of form, as many as a reader can use at once. */
export function provJsonFaults(document: unknown, most = 50): Fault[] {
  const faults: Fault[] = [];
  checkBundle(document, [], {}, faults);
  return faults.slice(0, most);
}

function checkBundle(value: unknown, path: Path, outer: Namespaces, faults: Fault[]): void {
  const fault = (at: Path, code: string, expected: string, found: unknown): void => {
    faults.push({ pointer: jsonPointer(at), code: `prov.${code}`, expected, found: shown(found) });
  };
  if (!isObject(value)) {
    fault(path, 'not_an_object', 'an object of PROV-JSON', value);
    return;
  }
  const prefixes = checkPrefixes(value.prefix, [...path, 'prefix'], fault);
  const known = { ...BUILT_IN, ...outer, ...prefixes };
  for (const [section, members] of Object.entries(value)) {
    const at = [...path, section];
    if (section === 'prefix') continue;
    if (section === 'bundle' && path.length === 0) {
      if (!isObject(members)) fault(at, 'not_an_object', 'an object of bundles by name', members);
      else {
        for (const [name, bundle] of Object.entries(members)) {
          checkName(name, [...at, name], known, fault);
          checkBundle(bundle, [...at, name], known, faults);
        }
      }
    } else if (!(STATEMENT_KINDS as readonly string[]).includes(section)) {
      fault(at, 'unknown_statement', `one of ${STATEMENT_KINDS.join(', ')}`, section);
    } else if (!isObject(members)) {
      fault(at, 'not_an_object', 'an object of statements by id', members);
    } else {
      for (const [id, statement] of Object.entries(members)) {
        if (!id.startsWith('_:') || isElement(section as StatementKind)) checkName(id, [...at, id], known, fault);
        const several = Array.isArray(statement) ? statement : [statement];
        several.forEach((one, index) =>
          checkStatement(
            section as StatementKind,
            one,
            Array.isArray(statement) ? [...at, id, index] : [...at, id],
            known,
            fault,
          ),
        );
      }
    }
  }
}

type Report = (at: Path, code: string, expected: string, found: unknown) => void;

function checkPrefixes(value: unknown, path: Path, fault: Report): Namespaces {
  if (value === undefined) return {};
  if (!isObject(value)) {
    fault(path, 'not_an_object', 'an object of namespaces by prefix', value);
    return {};
  }
  const prefixes: Record<string, string> = {};
  for (const [prefix, namespace] of Object.entries(value)) {
    if (!PREFIX.test(prefix)) fault([...path, prefix], 'prefix_invalid', 'a prefix such as ex', prefix);
    else if (typeof namespace !== 'string' || !IRI.test(namespace)) {
      fault([...path, prefix], 'namespace_invalid', 'an IRI such as http://example.org/', namespace);
    } else prefixes[prefix] = namespace;
  }
  return prefixes;
}

function checkName(name: unknown, path: Path, known: Namespaces, fault: Report): void {
  if (typeof name !== 'string' || !NAME.test(name)) {
    fault(path, 'name_invalid', 'a qualified name such as ex:report', name);
  } else if (!name.startsWith('_:') && iriOf(withDefault(name), known) === null) {
    fault(path, 'prefix_unknown', 'a name whose prefix the document declares', name);
  }
}

const withDefault = (name: string): string => (name.includes(':') ? name : `default:${name}`);

function checkStatement(
  kind: StatementKind,
  statement: unknown,
  path: Path,
  known: Namespaces,
  fault: Report,
): void {
  if (!isObject(statement)) {
    fault(path, 'not_an_object', 'an object of arguments and attributes', statement);
    return;
  }
  const { names, required } = ARGUMENTS[kind];
  Object.keys(names)
    .slice(0, required)
    .filter((name) => statement[name] === undefined)
    .forEach((name) => fault(path, 'argument_missing', `${name} of ${kind}`, undefined));
  for (const [name, value] of Object.entries(statement)) {
    const at = [...path, name];
    const type = names[name];
    if (type === 'name') {
      // hadMember may name several.
      const several = kind === 'hadMember' && Array.isArray(value) ? (value as unknown[]) : [value];
      several.forEach((one) => checkName(isObject(one) ? one.$ : one, at, known, fault));
    } else if (type === 'time') {
      const text = isObject(value) ? value.$ : value;
      if (typeof text !== 'string' || !TIME.test(text)) {
        fault(at, 'time_invalid', 'a time such as 2012-03-31T09:21:00Z', value);
      }
    } else {
      checkName(name, at, known, fault);
      for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) checkValue(one, at, known, fault);
    }
  }
}

function checkValue(value: unknown, path: Path, known: Namespaces, fault: Report): void {
  if (['string', 'number', 'boolean'].includes(typeof value)) return;
  if (!isObject(value) || !['string', 'number', 'boolean'].includes(typeof value.$)) {
    fault(path, 'value_invalid', 'text, a number, true or false, or an object with $', value);
    return;
  }
  if (value.type !== undefined) checkName(value.type, [...path, 'type'], known, fault);
  if (isNamed(value)) checkName(value.$, [...path, '$'], known, fault);
  if (value.lang !== undefined && (typeof value.lang !== 'string' || !/^[A-Za-z]+(-[A-Za-z0-9]+)*$/.test(value.lang))) {
    fault([...path, 'lang'], 'language_invalid', 'a language tag such as ja', value.lang);
  }
}

const isNamed = ({ type }: Members): boolean =>
  typeof type === 'string' && ['prov:QUALIFIED_NAME', 'xsd:QName'].includes(type);

/**
 * What a document without faults says: itself first, then its bundles. Its blank names become names under `own`.
 * @returns nothing where it is no PROV-JSON any more, its words having been erased
 */
export function readProvJson(text: string, own: string, outer: Namespaces): Bundle[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  if (provJsonFaults(document, 1).length > 0) return [];
  return bundlesOf(document as Members, own, outer);
}

function bundlesOf(document: Members, own: string, outer: Namespaces, declared: Namespaces = {}): Bundle[] {
  const prefixes = { ...declared, ...(document.prefix as Namespaces | undefined) };
  const renamed = prefixesBeside(prefixes, outer);
  const namespaces: Record<string, string> = { blank: own };
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (!(prefix in BUILT_IN)) namespaces[renamed.get(prefix)!] = namespace;
  }
  const called = (name: string): string => {
    if (name.startsWith('_:')) return `blank:${name.slice(2)}`;
    const whole = withDefault(name);
    const colon = whole.indexOf(':');
    const prefix = whole.slice(0, colon);
    return `${renamed.get(prefix) ?? prefix}${whole.slice(colon)}`;
  };
  const statements = STATEMENT_KINDS.flatMap((kind) =>
    Object.entries((document[kind] as Members | undefined) ?? {}).flatMap(([id, value]) =>
      (Array.isArray(value) ? (value as Members[]) : [value as Members]).flatMap((one) =>
        statementsOf(kind, id, one, called),
      ),
    ),
  );
  const inner = Object.values((document.bundle as Record<string, Members> | undefined) ?? {});
  return [
    { name: '', namespaces, statements },
    ...inner.flatMap((bundle) => bundlesOf(bundle, own, outer, prefixes)),
  ];
}

/** What they cannot be called here: `default` is the name of no prefix but of the want of one. */
const RESERVED = ['blank', 'default', 'rdf', 'rdfs'];

/** Their prefixes may be words of ours: then they are called otherwise. */
function prefixesBeside(prefixes: Namespaces, outer: Namespaces): Map<string, string> {
  return new Map(
    Object.keys(prefixes).map((prefix) => [
      prefix,
      !(prefix in BUILT_IN) && (prefix in outer || RESERVED.includes(prefix)) ? `their-${prefix}` : prefix,
    ]),
  );
}

function statementsOf(
  kind: StatementKind,
  id: string,
  members: Members,
  called: (name: string) => string,
): Statement[] {
  const { names } = ARGUMENTS[kind];
  const plain = (value: unknown): string => (isObject(value) ? (value.$ as string) : (value as string));
  const attributes = Object.entries(members)
    .filter(([name]) => !(name in names))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? (value as unknown[]) : [value]).map(
        (one): Attribute => [called(name), valueOf(one, called)],
      ),
    );
  const of = Object.entries(names).map(([name, type]) => {
    const value = members[name];
    if (value === undefined) return [null];
    return (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) =>
      type === 'time' ? plain(one) : called(plain(one)),
    );
  });
  const name = isElement(kind) || !id.startsWith('_:') ? called(id) : `blank:${id.slice(2)}`;
  // A collection may have been given several members in one statement.
  const longest = Math.max(1, ...of.map((values) => values.length));
  return Array.from({ length: longest }, (_, index) => ({
    kind,
    id: name,
    of: of.map((values) => values[index] ?? values[0]!),
    attributes,
  }));
}

function valueOf(value: unknown, called: (name: string) => string): Value {
  if (!isObject(value)) return value as string | number | boolean;
  const text = String(value.$);
  if (isNamed(value)) return { name: called(text) };
  return {
    text,
    ...(typeof value.type === 'string' && { type: called(value.type) }),
    ...(typeof value.lang === 'string' && { language: value.lang }),
  };
}
