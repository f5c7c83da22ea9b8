import jsonld from 'jsonld';
import { DataFactory, Parser, type Quad, Store, Writer } from 'n3';
import { CONTEXT } from '../../src/prov/context.js';
import { SHAPES, type StatementKind } from '../../src/prov/statement-shapes.js';

/*
 * What documents of provenance say, read by programs that are not those that wrote them, in one form that can be compared:
 * `bundle|kind|arguments|attributes`.
 */

type Members = Record<string, unknown>;

const values = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [value]);

function said(value: unknown): string {
  if (typeof value === 'number') return `"${value}"^xsd:${Number.isInteger(value) ? 'int' : 'double'}`;
  if (typeof value === 'boolean') return `"${value}"^xsd:boolean`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(String(value));
  const { $, type, lang } = value as { $: unknown; type?: string; lang?: string };
  if (type === 'prov:QUALIFIED_NAME') return `'${String($)}'`;
  return `${JSON.stringify(String($))}${type === undefined ? '' : `^${type}`}${lang === undefined ? '' : `@${lang}`}`;
}

const line = (bundle: string, kind: string, of: (string | null)[], attributes: string[]): string =>
  [bundle, kind, of.map((one) => one ?? '-').join(','), [...attributes].sort().join(',')].join('|');

export function provJsonStatements(document: Members, bundle = ''): string[] {
  return Object.entries(document).flatMap(([section, members]) => {
    if (section === 'prefix') return [];
    if (section === 'bundle') {
      return Object.entries(members as Members).flatMap(([name, inner]) =>
        provJsonStatements(inner as Members, name),
      );
    }
    const kind = section as StatementKind;
    const names = SHAPES[kind].map(({ attribute }) => attribute);
    const statements = Object.entries(members as Members).flatMap(([id, one]) =>
      values(one).map((given) => [id, given as Members] as const),
    );
    return statements.map(([id, given]) => {
      const of = names.map((name) => (given[name] as string | undefined) ?? null);
      const attributes = Object.entries(given)
        .filter(([name]) => !names.includes(name))
        .flatMap(([name, value]) => values(value).map((each) => `${name}=${said(each)}`));
      return line(
        bundle,
        kind,
        ['entity', 'activity', 'agent'].includes(kind) ? [id, ...of] : of,
        attributes,
      );
    });
  });
}

const TOKEN =
  /\s+|"(?:[^"\\]|\\.)*"|'[^']*'|%%|@[A-Za-z-]+|\d{4}-\d\d-\d\dT[\d:.]+Z|<[^>]*>|(?:\\.|[^\s"'(),;=[\]%@])+|[(),;=[\]]/gy;

/** A small reader of PROV-N, by its grammar. */
export function provNStatements(text: string): string[] {
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token).filter((token) => token.trim() !== '');
  if (
    tokens.join('').length !==
    text.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => (part.startsWith('"') ? part : '')).length
  )
    throw new Error('There is something in it that is no PROV-N.');
  let at = 0;
  const next = (): string => tokens[at++]!;
  const expect_ = (wanted: string): void => {
    const found = next();
    if (found !== wanted)
      throw new Error(`Expected ${wanted}, found ${found} after ${tokens.slice(at - 8, at).join(' ')}`);
  };
  const unescaped = (name: string): string => name.replace(/\\(.)/g, '$1');
  const lines: string[] = [];
  let bundle = '';
  expect_('document');
  for (;;) {
    const word = next();
    if (word === 'endDocument') break;
    if (word === 'prefix') at += 2;
    else if (word === 'bundle') bundle = unescaped(next());
    else if (word === 'endBundle') bundle = '';
    else {
      expect_('(');
      const of: (string | null)[] = [];
      const attributes: string[] = [];
      for (let token = next(); token !== ')'; token = next()) {
        if (token === ',') continue;
        if (token === ';') of.length = 0;
        else if (token === '[') {
          while (tokens[at - 1] !== ']') {
            const name = unescaped(next());
            expect_('=');
            let value = next();
            let type = '';
            if (tokens[at] === '%%') [, type] = [next(), `^${next()}`];
            else if (tokens[at]!.startsWith('@')) type = next();
            if (type === '^xsd:double') value = JSON.stringify(String(Number(JSON.parse(value))));
            attributes.push(
              `${name}=${value.startsWith('"') ? JSON.stringify(JSON.parse(value)) : unescaped(value)}${type}`,
            );
            next();
          }
        } else of.push(token === '-' ? null : unescaped(token));
      }
      const kind = word as StatementKind;
      const wanted = SHAPES[kind].length + (['entity', 'activity', 'agent'].includes(kind) ? 1 : 0);
      while (of.length < wanted) of.push(null);
      lines.push(line(bundle, kind, of, attributes));
    }
  }
  return lines;
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** As quads: what Turtle tells of a bundle is put into the graph of that. */
export function turtleQuads(text: string): Quad[] {
  const quads = new Parser({ format: 'text/turtle' }).parse(text);
  const told = new Map<string, Partial<Record<string, Quad['object']>>>();
  for (const { subject, predicate, object } of quads) {
    if (predicate.value === `${RDF}type` && object.value === `${RDF}Statement`) told.set(subject.value, {});
  }
  const plain: Quad[] = [];
  for (const quad of quads) {
    const statement = told.get(quad.subject.value);
    if (statement === undefined) plain.push(quad);
    else statement[quad.predicate.value.replace(/^.*[#:]/, '')] = quad.object;
  }
  for (const { subject, predicate, object, inBundle } of told.values()) {
    plain.push(DataFactory.quad(subject as never, predicate as never, object as never, inBundle as never));
  }
  return plain;
}

/** By the archive's own context, and without asking the network for anything. */
const documentLoader = (url: string) =>
  url.endsWith('/api/prov/context/v1.jsonld')
    ? Promise.resolve({ document: CONTEXT, documentUrl: url })
    : Promise.reject(new Error(`asked for ${url}`));

const canonical = (input: unknown, options: object) =>
  jsonld.canonize(
    input as never,
    { algorithm: 'RDFC-1.0', documentLoader, ...options } as never,
  ) as unknown as Promise<string>;

export const canonicalJsonLd = (text: string): Promise<string> => canonical(JSON.parse(text), {});

export async function canonicalTurtle(text: string): Promise<string> {
  const writer = new Writer({ format: 'N-Quads' });
  writer.addQuads(turtleQuads(text));
  const quads = await new Promise<string>((resolve, reject) =>
    writer.end((error, result: string) => (error ? reject(error) : resolve(result))),
  );
  return canonical(quads, { inputFormat: 'application/n-quads' });
}

export const storeOf = (text: string): Store => new Store(turtleQuads(text));
