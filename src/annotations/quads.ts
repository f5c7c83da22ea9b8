/** What a statement in RDF says of its subject: a name, or words. There are no blank nodes: everything here has a name. */
export type RdfObject =
  | { iri: string }
  /** With a language, or of a datatype; of neither it is a string. */
  | { text: string; datatype?: string; language?: string };

/** A statement, in a graph of a name. */
export interface Quad {
  graph: string;
  subject: string;
  predicate: string;
  object: RdfObject;
}

export const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
export const XSD = 'http://www.w3.org/2001/XMLSchema#';

export const datatypeOf = (object: { datatype?: string }): string => object.datatype ?? `${XSD}string`;
