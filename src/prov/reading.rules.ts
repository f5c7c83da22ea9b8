import { clockKey, clockOf } from './clock.js';
import type { ProvFinding } from './finding.js';
import type { Instance, Statement } from './instance.js';
import { Prefixes, PROV } from './names.rules.js';
import { type Formal, KINDS, OBJECTS, SHAPES, type StatementKind, UNNAMED } from './statement-shapes.js';
import { NONE, type Term, Terms } from './terms.js';

type JsonObject = Record<string, unknown>;

const KNOWN: ReadonlySet<string> = new Set(KINDS);
const EMPTY_COLLECTION = `${PROV}EmptyCollection`;

/** Reads PROV-JSON into instances, the document first, then its bundles. */
export function readDocument(document: unknown): { instances: Instance[]; findings: ProvFinding[] } {
  const findings: ProvFinding[] = [];
  if (!isObject(document)) {
    report(findings, 'prov.json.shape', 'A PROV-JSON document is an object.', '');
    return { instances: [], findings };
  }
  const outermost = new InstanceReader(document, '', undefined, findings);
  const instances = [outermost.read()];
  const bundles = new Map<string, string>();
  for (const [name, content] of outermost.entriesOf('bundle')) {
    const pointer = `/bundle/${escape(name)}`;
    const id = outermost.nameOf(name, pointer);
    if (bundles.has(id)) {
      report(findings, 'prov.json.bundle', `The bundle ${id} stands here twice.`, bundles.get(id)!, pointer);
    }
    bundles.set(id, pointer);
    if (isObject(content)) {
      instances.push(new InstanceReader(content, pointer, outermost.prefixes, findings).read());
    } else {
      report(findings, 'prov.json.shape', 'A bundle is an object.', pointer);
    }
  }
  return { instances, findings };
}

class InstanceReader {
  readonly prefixes: Prefixes;
  private readonly instance: Instance = { terms: new Terms(), statements: [], clocks: new Map() };

  constructor(
    private readonly content: JsonObject,
    private readonly at: string,
    outer: Prefixes | undefined,
    private readonly findings: ProvFinding[],
  ) {
    this.prefixes = new Prefixes(outer);
    for (const [prefix, namespace] of this.entriesOf('prefix')) {
      if (typeof namespace === 'string') this.prefixes.declare(prefix, namespace);
      else this.report('prov.json.shape', 'A namespace is a string.', `${at}/prefix/${escape(prefix)}`);
    }
  }

  read(): Instance {
    for (const key of Object.keys(this.content)) {
      if (KNOWN.has(key)) this.readKind(key as StatementKind);
      else if (key === 'bundle' && this.at !== '') {
        this.report('prov.json.shape', 'A bundle holds no bundles.', `${this.at}/bundle`);
      } else if (key !== 'prefix' && key !== 'bundle') {
        this.report('prov.json.shape', `PROV knows no "${key}".`, `${this.at}/${escape(key)}`);
      }
    }
    return this.instance;
  }

  /** What stands under a key that holds an object. */
  entriesOf(key: string): [string, unknown][] {
    if (!Object.hasOwn(this.content, key)) return [];
    const value = this.content[key];
    if (isObject(value)) return Object.entries(value);
    this.report('prov.json.shape', `"${key}" holds an object.`, `${this.at}/${key}`);
    return [];
  }

  /** The full form of a name; where its prefix is unknown, the name as it stands. */
  nameOf(name: string, pointer: string): string {
    const expanded = this.prefixes.expand(name);
    if (expanded !== undefined) return expanded;
    this.report('prov.json.name', `The prefix of "${name}" is not declared.`, pointer);
    return name;
  }

  private readKind(kind: StatementKind): void {
    for (const [key, value] of this.entriesOf(kind)) {
      const pointer = `${this.at}/${kind}/${escape(key)}`;
      const id = UNNAMED.has(kind) ? this.instance.terms.unnamed() : this.idOf(kind, key, pointer);
      const several: unknown[] = Array.isArray(value) ? value : [value];
      several.forEach((one, place) => {
        const its = Array.isArray(value) ? `${pointer}/${place}` : pointer;
        if (isObject(one)) this.readStatement(kind, id, one, its);
        else this.report('prov.json.shape', 'A statement is an object of attributes.', its);
      });
    }
  }

  /** Things are in one space of names. What has no name (`_:`) is known within its kind only. */
  private idOf(kind: StatementKind, name: string, pointer: string): Term {
    const { terms } = this.instance;
    if (name.startsWith('_:')) return terms.variable(OBJECTS.has(kind) ? '' : kind, name);
    return terms.constant('', this.nameOf(name, pointer));
  }

  private readStatement(kind: StatementKind, id: Term, given: JsonObject, pointer: string): void {
    const shape: readonly Formal[] = SHAPES[kind];
    const statement: Statement = {
      kind,
      id,
      terms: shape.map((formal) => this.termOf(kind, formal, given, pointer)),
      pointer,
      isGiven: true,
      isEmptyCollection: kind === 'entity' && this.isEmptyCollection(given['prov:type']),
    };
    const members = kind === 'hadMember' ? given['prov:entity'] : undefined;
    if (Array.isArray(members) && members.length > 1) this.readMembers(statement, members);
    else this.instance.statements.push(statement);
  }

  /** Some programs write the members of a collection as one statement. */
  private readMembers(statement: Statement, members: unknown[]): void {
    members.forEach((member, place) => {
      const pointer = `${statement.pointer}/prov:entity/${place}`;
      const entity = typeof member === 'string' ? this.idOf('entity', member, pointer) : NONE;
      if (entity === NONE) this.report('prov.json.shape', 'A member is named by a string.', pointer);
      else this.instance.statements.push({ ...statement, terms: [statement.terms[0]!, entity], pointer });
    });
  }

  private termOf(kind: StatementKind, formal: Formal, given: JsonObject, at: string): Term {
    const { attribute, holds } = formal;
    const { terms } = this.instance;
    const pointer = `${at}/${attribute}`;
    const value = Object.hasOwn(given, attribute) ? plain(given[attribute]) : undefined;
    if (value === undefined) {
      if (formal.isRequired) this.report('prov.json.missing', `${kind} needs "${attribute}".`, at);
      // With its activity, a derivation has a generation and a usage, though they are not named.
      const isNone =
        formal.isNoneIfAbsent && (kind !== 'wasDerivedFrom' || given['prov:activity'] === undefined);
      return isNone ? NONE : terms.unnamed();
    }
    if (Array.isArray(value) && kind === 'hadMember') return terms.unnamed();
    if (typeof value !== 'string') {
      this.report('prov.json.shape', `"${attribute}" is a string.`, pointer);
      return terms.unnamed();
    }
    if (holds === 'time') return this.timeOf(value, pointer);
    return this.idOf(holds === 'wasGeneratedBy' || holds === 'used' ? holds : 'entity', value, pointer);
  }

  private timeOf(value: string, pointer: string): Term {
    const { terms, clocks } = this.instance;
    const clock = clockOf(value);
    if (clock === undefined) {
      this.report('prov.json.time', `"${value}" is no time of the form xsd:dateTime.`, pointer);
      return terms.unnamed();
    }
    const term = terms.constant('time', clockKey(clock));
    clocks.set(terms.nameOf(term)!, clock);
    return term;
  }

  private isEmptyCollection(types: unknown): boolean {
    const several: unknown[] = Array.isArray(types) ? types : [types];
    return several.some((type) => {
      const name = plain(type);
      return typeof name === 'string' && this.prefixes.expand(name) === EMPTY_COLLECTION;
    });
  }

  private report(code: string, message: string, pointer: string): void {
    report(this.findings, code, message, pointer);
  }
}

function report(findings: ProvFinding[], code: string, message: string, ...pointers: string[]): void {
  findings.push({ code, message, ids: [], pointers });
}

/** A typed literal is `{ "$": value, "type": … }`; an array of one is that one. */
function plain(value: unknown): unknown {
  const only = Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
  return isObject(only) && Object.hasOwn(only, '$') ? only['$'] : only;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
