import {
  ARGUMENTS,
  type Bundle,
  type Namespaces,
  type Piece,
  type Statement,
  type StatementKind,
  STATEMENT_KINDS,
  type Value,
  type Writer,
} from './statements.js';

/** PROV-JSON (W3C member submission of 2013): statements of one kind stand in one object, which is why they come together. */
export class ProvJsonWriter implements Writer {
  private section: StatementKind | 'bundle' | null = null;
  private count = 0;
  private isFirst = true;

  constructor(private readonly namespaces: Namespaces) {}

  begin(): string {
    return `{"prefix":${JSON.stringify(withoutProv(this.namespaces))}`;
  }

  piece(piece: Piece): string {
    if ('bundle' in piece) {
      return this.enter('bundle') + this.comma() + bundleMember(piece.bundle);
    }
    let text = this.enter(piece.kind);
    for (const statement of piece.statements) text += this.comma() + member(statement, () => this.count++);
    return text;
  }

  end(): string {
    return this.section === null ? '}' : '}}';
  }

  private enter(section: StatementKind | 'bundle'): string {
    if (section === this.section) return '';
    if (orderOf(section) < orderOf(this.section)) {
      throw new Error(`PROV-JSON has one section of ${section}, and it was closed.`);
    }
    const text = `${this.section === null ? '' : '}'},\n"${section}":{`;
    this.section = section;
    this.isFirst = true;
    return text;
  }

  private comma(): string {
    const comma = this.isFirst ? '\n' : ',\n';
    this.isFirst = false;
    return comma;
  }
}

const orderOf = (section: StatementKind | 'bundle' | null): number =>
  section === null
    ? -1
    : section === 'bundle'
      ? STATEMENT_KINDS.length
      : (STATEMENT_KINDS as readonly string[]).indexOf(section);

/** It is declared by the format itself. */
const withoutProv = ({ prov: _prov, xsd: _xsd, ...others }: Namespaces): Namespaces => others;

function member(statement: Statement, next: () => number): string {
  return `${keyOf(statement, next)}:${bodyOf(statement)}`;
}

const keyOf = ({ id }: Statement, next: () => number): string => JSON.stringify(id ?? `_:n${next()}`);

function bodyOf({ kind, of, attributes }: Statement): string {
  let text = '{';
  let separator = '';
  ARGUMENTS[kind].names.forEach(([name], index) => {
    const argument = of[index];
    if (argument === null || argument === undefined) return;
    text += `${separator}"${name}":${JSON.stringify(argument)}`;
    separator = ',';
  });
  if (attributes.length === 0) return `${text}}`;
  for (const [name, values] of grouped(attributes)) {
    const [one, ...more] = values.map(jsonValue);
    text += `${separator}${JSON.stringify(name)}:${more.length === 0 ? one : `[${[one, ...more].join(',')}]`}`;
    separator = ',';
  }
  return `${text}}`;
}

function grouped(attributes: Statement['attributes']): [string, Value[]][] {
  const groups: [string, Value[]][] = [];
  for (const [name, value] of attributes) {
    const group = groups.find(([known]) => known === name);
    if (group === undefined) groups.push([name, [value]]);
    else group[1].push(value);
  }
  return groups;
}

function jsonValue(value: Value): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if ('name' in value) return JSON.stringify({ $: value.name, type: 'prov:QUALIFIED_NAME' });
  const { text, type, language } = value;
  return JSON.stringify({ $: text, ...(type && { type }), ...(language && { lang: language }) });
}

function bundleMember({ name, namespaces, statements }: Bundle): string {
  let count = 0;
  const sections = STATEMENT_KINDS.flatMap((kind) => {
    // Others may have said several things under one name: those stand in a list.
    const bodies = new Map<string, string[]>();
    for (const statement of statements) {
      if (statement.kind !== kind) continue;
      const key = keyOf(statement, () => count++);
      bodies.set(key, [...(bodies.get(key) ?? []), bodyOf(statement)]);
    }
    if (bodies.size === 0) return [];
    const members = [...bodies].map(
      ([key, [one, ...more]]) => `${key}:${more.length === 0 ? one : `[${[one, ...more].join(',')}]`}`,
    );
    return [`"${kind}":{${members.join(',')}}`];
  });
  const prefixes = Object.keys(namespaces).length === 0 ? [] : [`"prefix":${JSON.stringify(namespaces)}`];
  return `${JSON.stringify(name)}:{${[...prefixes, ...sections].join(',')}}`;
}
