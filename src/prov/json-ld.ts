import { CONTEXT, CONTEXT_PATH } from './context.js';
import { nodeOf, type RdfNode, type RdfValue } from './prov-o.rules.js';
import { type Bundle, iriOf, type Name, type Namespaces, type Piece, type Writer } from './statements.js';

/** PROV-O as JSON-LD: a node a statement; a bundle is a graph of its own. */
export class JsonLdWriter implements Writer {
  private separator = '\n';

  constructor(
    private readonly namespaces: Namespaces,
    private readonly base: string,
  ) {}

  begin(): string {
    const context = [`${this.base}${CONTEXT_PATH}`, this.namespaces];
    return `{"@context":${JSON.stringify(context)},\n"@graph":[`;
  }

  piece(piece: Piece): string {
    if ('bundle' in piece) return this.comma() + JSON.stringify(graphOf(piece.bundle, this.namespaces));
    let text = '';
    for (const statement of piece.statements)
      text += this.comma() + JSON.stringify(written(nodeOf(statement), short));
    return text;
  }

  end(): string {
    return ']}\n';
  }

  private comma(): string {
    const comma = this.separator;
    this.separator = ',\n';
    return comma;
  }
}

const short = (name: Name): string => name;

/** What others named is written in full: their prefixes may be ours. */
function graphOf({ name, namespaces, statements }: Bundle, outer: Namespaces): object {
  const known = { ...outer, ...namespaces };
  const full = (of: Name): string =>
    of.startsWith('rdf') || of.startsWith('prov:') ? of : (iriOf(of, known) ?? of);
  return { '@id': name, '@graph': statements.map((statement) => written(nodeOf(statement), full)) };
}

function written({ name, properties }: RdfNode, called: (name: Name) => string): Record<string, unknown> {
  const node: Record<string, unknown> = name === null ? {} : { '@id': called(name) };
  for (const [predicate, value] of properties) {
    const [key, member] = property(predicate, value, called);
    const earlier = node[key];
    node[key] =
      earlier === undefined
        ? member
        : Array.isArray(earlier)
          ? [...(earlier as unknown[]), member]
          : [earlier, member];
  }
  return node;
}

const TERMS = CONTEXT['@context'];

function property(predicate: Name, value: RdfValue, called: (name: Name) => string): [string, unknown] {
  if (predicate === 'rdf:type' && 'name' in value && value.name !== null && !('properties' in value)) {
    return ['@type', term(called(value.name))];
  }
  const key = predicate === 'rdf:type' ? predicate : term(called(predicate));
  const definition = TERMS[key];
  const type = typeof definition === 'object' ? definition['@type'] : undefined;
  if ('properties' in value) return [key, written(value, called)];
  if ('name' in value) return [key, type === '@id' ? called(value.name) : { '@id': called(value.name) }];
  const { text, type: datatype, language } = value;
  if (language !== undefined) return [key, { '@value': text, '@language': language }];
  if (datatype === type) return [key, text];
  return [key, datatype === undefined ? { '@value': text } : { '@value': text, '@type': called(datatype) }];
}

/** The word of the context for it, where there is one. */
const WORDS = new Map(
  Object.entries(TERMS).flatMap(([word, definition]) => {
    const id = typeof definition === 'object' ? definition['@id'] : definition;
    return typeof id === 'string' && /^(prov|rdfs):./.test(id) ? [[id, word] as const] : [];
  }),
);

function term(name: string): string {
  return WORDS.get(name) ?? name;
}
