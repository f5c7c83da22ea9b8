import { datatypeOf, type Quad, type RdfObject, RDF_TYPE, XSD } from './quads.js';
import { grouped } from './trig.js';

/** Quads as JSON-LD in its expanded form, which needs no context: a graph after another. */
export function jsonLd(quads: readonly Quad[]): object[] {
  return grouped(quads, ({ graph }) => graph).map(([graph, inside]) => ({
    '@id': graph,
    '@graph': grouped(inside, ({ subject }) => subject).map(([subject, said]) => node(subject, said)),
  }));
}

function node(subject: string, said: readonly Quad[]): object {
  const written: Record<string, unknown> = { '@id': subject };
  for (const [predicate, its] of grouped(said, (quad) => quad.predicate)) {
    const values = its.map(({ object }) => value(object));
    if (predicate === RDF_TYPE) written['@type'] = values.map((type) => type['@id']);
    else written[predicate] = values;
  }
  return written;
}

function value(object: RdfObject): Record<string, string> {
  if ('iri' in object) return { '@id': object.iri };
  const { text, language } = object;
  if (language !== undefined) return { '@value': text, '@language': language };
  const datatype = datatypeOf(object);
  return datatype === `${XSD}string` ? { '@value': text } : { '@value': text, '@type': datatype };
}
