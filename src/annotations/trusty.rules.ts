import { createHash } from 'node:crypto';
import { datatypeOf, type Quad, type RdfObject } from './quads.js';

/*
 * Trusty URIs, module RA (version 1 of the specification): the last part of a name is a hash of all that is said under it,
 * so that whoever has both can check them against each other.
 */

/** What stands in names instead of the code while it is not known. */
export const BLANK = ' ';

/** @param quads with BLANK wherever the code will stand in a name */
export function artifactCode(quads: readonly Quad[]): string {
  const said = [...new Set([...quads].sort(compare).map(serialized))].join('');
  return `RA${createHash('sha256').update(said).digest('base64url')}`;
}

function serialized({ graph, subject, predicate, object }: Quad): string {
  return `${graph}\n${subject}\n${predicate}\n${serializedObject(object)}\n`;
}

function serializedObject(object: RdfObject): string {
  if ('iri' in object) return object.iri;
  const words = object.text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return object.language === undefined
    ? `^${datatypeOf(object)} ${words}`
    : `@${object.language.toLowerCase()} ${words}`;
}

function compare(one: Quad, other: Quad): number {
  return (
    inOrder(one.graph, other.graph) ||
    inOrder(one.subject, other.subject) ||
    inOrder(one.predicate, other.predicate) ||
    compareObjects(one.object, other.object)
  );
}

/** Names before words; words by what they say, those without a language first. */
function compareObjects(one: RdfObject, other: RdfObject): number {
  if ('iri' in one) return 'iri' in other ? inOrder(one.iri, other.iri) : -1;
  if ('iri' in other) return 1;
  return (
    inOrder(one.text, other.text) ||
    Number(one.language !== undefined) - Number(other.language !== undefined) ||
    inOrder(one.language ?? datatypeOf(one), other.language ?? datatypeOf(other))
  );
}

/** By code points: in UTF-16, what is beyond U+FFFF would come before U+E000. */
function inOrder(one: string, other: string): number {
  if (one === other) return 0;
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((character, place) => character !== right[place]);
  if (at === -1) return -1;
  return right[at] === undefined || left[at]!.codePointAt(0)! > right[at].codePointAt(0)! ? 1 : -1;
}
