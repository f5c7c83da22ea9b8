import { type Fault, jsonPointer, shown } from '../common/fault.js';
import { checkProv } from './constraints.rules.js';
import { Prefixes } from './names.rules.js';
import {
  ARGUMENTS,
  type Attribute,
  type Bundle,
  isBare,
  type Namespaces,
  type Statement,
  STATEMENT_KINDS,
  type StatementKind,
  type Value,
} from './statements.js';

/* A PROV-JSON document of somebody else: whether it is one, and what it says. */

type Members = Record<string, unknown>;
type Path = (string | number)[];

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NAME = /^(?:[^\s:<>"{}|\\^`]*:)?[^\s<>"{}|\\^`]+$/;
const IRI = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>"{}|\\^`]*$/;
const PREFIX = /^[A-Za-z_][\w.-]*$/;
const LANGUAGE = /^[A-Za-z]+(-[A-Za-z0-9]+)*$/;
/** Nobody needs to declare them, nor can he make them mean something else. */
const BUILT_IN = ['prov', 'xsd', 'xsi'];

/**
 * What of a document in PROV-JSON (checkProv says whether it is that) we could not write again: names that are none in RDF, and
 * attributes that nothing is known of.
 */
export function unwritable(document: unknown, outer: Prefixes = new Prefixes(), path: Path = []): Fault[] {
  const faults: Fault[] = [];
  const fault: Report = (at, code, expected, found) => {
    faults.push({ pointer: jsonPointer(at), code: `prov.${code}`, expected, found: shown(found) });
  };
  const content = document as Members;
  const prefixes = new Prefixes(outer);
  for (const [prefix, namespace] of Object.entries((content.prefix ?? {}) as Record<string, string>)) {
    const at = [...path, 'prefix', prefix];
    if (!PREFIX.test(prefix)) fault(at, 'prefix_invalid', 'a prefix such as ex', prefix);
    else if (!IRI.test(namespace))
      fault(at, 'namespace_invalid', 'an IRI such as http://example.org/', namespace);
    prefixes.declare(prefix, namespace);
  }
  for (const [section, members] of Object.entries(content)) {
    if (section === 'prefix') continue;
    for (const [id, statement] of Object.entries(members as Members)) {
      const at = [...path, section, id];
      checkName(id, at, prefixes, fault);
      if (section === 'bundle') faults.push(...unwritable(statement, prefixes, at));
      else {
        for (const one of Array.isArray(statement) ? (statement as Members[]) : [statement as Members]) {
          checkStatement(section as StatementKind, one, at, prefixes, fault);
        }
      }
    }
  }
  return faults;
}

type Report = (at: Path, code: string, expected: string, found: unknown) => void;

function checkStatement(
  kind: StatementKind,
  statement: Members,
  path: Path,
  prefixes: Prefixes,
  fault: Report,
): void {
  const names = Object.fromEntries(ARGUMENTS[kind].names);
  for (const [name, value] of Object.entries(statement)) {
    const at = [...path, name];
    const values = Array.isArray(value) ? (value as unknown[]) : [value];
    if (names[name] === 'name') {
      for (const one of values) checkName(isObject(one) ? one.$ : one, at, prefixes, fault);
    } else if (names[name] === undefined) {
      checkName(name, at, prefixes, fault);
      for (const one of values) checkValue(one, at, prefixes, fault);
    }
  }
}

function checkName(name: unknown, path: Path, prefixes: Prefixes, fault: Report): void {
  if (typeof name !== 'string' || !NAME.test(name)) {
    fault(path, 'name_invalid', 'a qualified name such as ex:report', name);
  } else if (!name.startsWith('_:') && prefixes.expand(name) === undefined) {
    fault(path, 'prefix_unknown', 'a name whose prefix the document declares', name);
  }
}

function checkValue(value: unknown, path: Path, prefixes: Prefixes, fault: Report): void {
  if (['string', 'number', 'boolean'].includes(typeof value)) return;
  if (!isObject(value) || !['string', 'number', 'boolean'].includes(typeof value.$)) {
    fault(path, 'value_invalid', 'text, a number, true or false, or an object with $', value);
    return;
  }
  if (value.type !== undefined) checkName(value.type, [...path, 'type'], prefixes, fault);
  if (isNamed(value)) checkName(value.$, [...path, '$'], prefixes, fault);
  if (value.lang !== undefined && (typeof value.lang !== 'string' || !LANGUAGE.test(value.lang))) {
    fault([...path, 'lang'], 'language_invalid', 'a language tag such as ja', value.lang);
  }
}

const withDefault = (name: string): string => (name.includes(':') ? name : `default:${name}`);

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
  if (checkProv(document).some(({ code }) => code.startsWith('prov.json'))) return [];
  return bundlesOf(document as Members, own, outer);
}

function bundlesOf(document: Members, own: string, outer: Namespaces, declared: Namespaces = {}): Bundle[] {
  const prefixes = { ...declared, ...(document.prefix as Namespaces | undefined) };
  const renamed = prefixesBeside(prefixes, outer);
  const namespaces: Record<string, string> = { blank: own };
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (!BUILT_IN.includes(prefix)) namespaces[renamed.get(prefix)!] = namespace;
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
      !BUILT_IN.includes(prefix) && (prefix in outer || RESERVED.includes(prefix))
        ? `their-${prefix}`
        : prefix,
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
  const isArgument = (name: string): boolean => names.some(([known]) => known === name);
  const plain = (value: unknown): string => (isObject(value) ? (value.$ as string) : (value as string));
  const attributes = Object.entries(members)
    .filter(([name]) => !isArgument(name))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? (value as unknown[]) : [value]).map((one): Attribute => [
        called(name),
        valueOf(one, called),
      ]),
    );
  const of = names.map(([name, type]) => {
    const value = members[name];
    if (value === undefined) return [null];
    return (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) =>
      type === 'time' ? plain(one) : called(plain(one)),
    );
  });
  // What a relation that has no name of its own was filed under says nothing.
  const name = isBare(kind) ? null : called(id);
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
