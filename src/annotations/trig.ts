import { type Quad, type RdfObject, RDF_TYPE } from './quads.js';

/**
 * Quads as TriG (W3C, 2014), each name in full: a graph after another, a subject after another, in the order in which they
 * come. Names with characters that TriG has not in a name, and words with any, are escaped.
 */
export function trig(quads: readonly Quad[]): string {
  return grouped(quads, ({ graph }) => graph)
    .map(([graph, inside]) => `${iri(graph)} {\n${subjects(inside)}}\n`)
    .join('\n');
}

function subjects(quads: readonly Quad[]): string {
  return grouped(quads, ({ subject }) => subject)
    .map(([subject, said]) => `  ${iri(subject)}\n    ${said.map(predication).join(' ;\n    ')} .\n`)
    .join('');
}

function predication({ predicate, object }: Quad): string {
  return `${predicate === RDF_TYPE ? 'a' : iri(predicate)} ${written(object)}`;
}

function written(object: RdfObject): string {
  if ('iri' in object) return iri(object.iri);
  const { text, datatype, language } = object;
  const words = `"${text.replace(/["\\\u0000-\u001f\u007f]/g, escaped)}"`;
  if (language !== undefined) return `${words}@${language}`;
  return datatype === undefined ? words : `${words}^^${iri(datatype)}`;
}

function iri(name: string): string {
  return `<${name.replace(/[\u0000-\u0020<>"{}|^`\\]/g, escaped)}>`;
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
