import { nodeOf, type RdfNode, type RdfValue } from './prov-o.rules.js';
import { quoted } from './prov-n.js';
import { type Bundle, iriOf, type Name, type Namespaces, type Piece, type Writer } from './statements.js';

const RDF = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
};

/**
 * PROV-O as Turtle. Turtle has no graphs of their own: what a bundle says is told statement by statement (rdf:Statement, of
 * which kataribe:inBundle says the bundle), and so is not said by the document itself.
 */
export class TurtleWriter implements Writer {
  private readonly namespaces: Namespaces;
  /** Blank nodes that are spoken of twice need a label. */
  private labels = 0;

  constructor(namespaces: Namespaces) {
    this.namespaces = { ...RDF, ...namespaces };
  }

  begin(): string {
    return Object.entries(this.namespaces)
      .map(([prefix, namespace]) => `@prefix ${prefix}: <${namespace}> .\n`)
      .join('');
  }

  piece(piece: Piece): string {
    if ('bundle' in piece) return this.bundle(piece.bundle);
    let text = '';
    for (const statement of piece.statements) {
      const { name, properties } = nodeOf(statement);
      text += `${this.short(name!)} ${properties.map((property) => this.property(property)).join(' ; ')} .\n`;
    }
    return text;
  }

  end(): string {
    return '';
  }

  private property([predicate, value]: [Name, RdfValue]): string {
    return `${predicate === 'rdf:type' ? 'a' : this.short(predicate)} ${this.value(value)}`;
  }

  private value(value: RdfValue): string {
    if ('text' in value) return literal(value, (type) => this.short(type));
    if (!('properties' in value)) return this.short(value.name);
    // A node with a name of its own is written by itself.
    const inner = value.properties.map((property) => this.property(property)).join(' ; ');
    return `[ ${inner} ]`;
  }

  private short(name: Name): string {
    const colon = name.indexOf(':');
    return `${name.slice(0, colon)}:${name.slice(colon + 1).replace(/[^\w\-.]|^[.-]|\.$/g, escaped)}`;
  }

  private bundle({ name, namespaces, statements }: Bundle): string {
    const known = { ...this.namespaces, ...namespaces };
    let text = '';
    const iri = (of: Name): string => `<${iriOf(of, known) ?? of}>`;
    const tell = (subject: string, predicate: Name, object: string): void => {
      text += `[] a rdf:Statement ; kataribe:inBundle ${this.short(name)} ; rdf:subject ${subject} ; rdf:predicate ${iri(predicate)} ; rdf:object ${object} .\n`;
    };
    const tellNode = (node: RdfNode, subject: string): void => {
      for (const [predicate, value] of node.properties) {
        if ('text' in value) tell(subject, predicate, literal(value, iri));
        else if (!('properties' in value)) tell(subject, predicate, iri(value.name));
        else {
          const inner = value.name === null ? `_:b${(this.labels += 1)}` : iri(value.name);
          tell(subject, predicate, inner);
          tellNode(value, inner);
        }
      }
    };
    for (const statement of statements) {
      const node = nodeOf(statement);
      tellNode(node, iri(node.name!));
    }
    return text;
  }
}

/** In a local name these must be escaped, and some cannot stand there at all. */
function escaped(character: string): string {
  return /[_~.\-!$&'()*+,;=/?#@%]/.test(character) ? `\\${character}` : character;
}

function literal(
  { text, type, language }: { text: string; type?: Name; language?: string },
  named: (name: Name) => string,
): string {
  if (language !== undefined) return `${quoted(text)}@${language}`;
  return quoted(text) + (type === undefined ? '' : `^^${named(type)}`);
}
