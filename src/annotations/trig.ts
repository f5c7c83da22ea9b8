import { type Quad, type RdfObject, RDF_TYPE } from './quads.js';

/**
 * Quads as TriG (W3C, 2014): a graph after another, a subject after another, in the order in which they come. Names with
 * characters that TriG has not in a name, and words with any, are escaped.
 */
export function trig(quads: readonly Quad[], prefixes: Record<string, string>): string {
  const declared = Object.entries(prefixes).map(
    ([prefix, namespace]) => `@prefix ${prefix}: ${full(namespace)} .\n`,
  );
  return `${declared.join('')}\n${new TrigWriter(prefixes).graphs(quads)}`;
}

class TrigWriter {
  /** The longest first: it makes the shortest names. */
  private readonly prefixes: [string, string][];

  constructor(prefixes: Record<string, string>) {
    this.prefixes = Object.entries(prefixes).sort(([, one], [, other]) => other.length - one.length);
  }

  graphs(quads: readonly Quad[]): string {
    return grouped(quads, ({ graph }) => graph)
      .map(([graph, inside]) => `${this.name(graph)} {\n${this.subjects(inside)}}\n`)
      .join('\n');
  }

  private subjects(quads: readonly Quad[]): string {
    return grouped(quads, ({ subject }) => subject)
      .map(([subject, said]) => {
        const predications = grouped(said, ({ predicate }) => predicate).map(
          ([predicate, its]) =>
            `${predicate === RDF_TYPE ? 'a' : this.name(predicate)} ${its.map(({ object }) => this.object(object)).join(' , ')}`,
        );
        return `  ${this.name(subject)}\n    ${predications.join(' ;\n    ')} .\n`;
      })
      .join('');
  }

  private object(object: RdfObject): string {
    if ('iri' in object) return this.name(object.iri);
    const { text, datatype, language } = object;
    const words = `"${text.replace(/["\\\u0000-\u001f\u007f]/g, escaped)}"`;
    if (language !== undefined) return `${words}@${language}`;
    return datatype === undefined ? words : `${words}^^${this.name(datatype)}`;
  }

  private name(iri: string): string {
    for (const [prefix, namespace] of this.prefixes) {
      const rest = iri.startsWith(namespace) ? iri.slice(namespace.length) : undefined;
      if (rest !== undefined && /^([A-Za-z][\w-]*)?$/.test(rest)) return `${prefix}:${rest}`;
    }
    return full(iri);
  }
}

function full(iri: string): string {
  return `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, escaped)}>`;
}

const SHORT: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What comes under each key, keys in the order in which they first come. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups];
}
