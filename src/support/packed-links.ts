import type { RecordKind } from '../provenance/record-kinds.js';
import type { SupportLinks } from './support-rows.js';

/**
 * Thousands of links as two strings. `ids` has three ids a link, each 36 characters long: the record, what bears it, and
 * the row the link is of. `marks` has two letters a link: the kind of what bears, and whether it is words
 * quoted, or a person merged into another.
 */
export interface PackedLinks {
  ids: string | null;
  marks: string | null;
}

/** The two strings as columns, aggregates over links. */
export const packedLinks = `
  string_agg(from_id::text || to_id::text || edge_id::text, '') AS ids,
  string_agg(left(to_kind, 1) || CASE relation WHEN 'wasQuotedFrom' THEN 'q' WHEN 'alternateOf' THEN 'm' ELSE '-' END, '') AS marks`;

const ID = 36;

const KINDS: Readonly<Record<string, RecordKind>> = {
  a: 'agent',
  c: 'claim',
  p: 'passage',
  r: 'revision',
  s: 'source',
  t: 'testimony',
};
/** Of these, nobody asks which row a link is of. */
const WITHOUT_EDGES: readonly (RecordKind | undefined)[] = ['source', 'passage', 'revision'];

/** A record gets one string, however often it is named: sets and maps then need not compare letters. */
export function unpackLinks({ ids, marks }: PackedLinks): SupportLinks {
  const links: SupportLinks = { from: [], to: [], kind: [], quoted: [], edge: [], merged: new Map() };
  if (ids === null || marks === null) return links;
  const known = new Map<string, string>();
  const kinds = new Map<string, RecordKind>();
  const one = (id: string): string => {
    const same = known.get(id);
    if (same === undefined) known.set(id, id);
    return same ?? id;
  };
  let from = '';
  let hasEdges = true;
  for (let place = 0, mark = 0; place < ids.length; place += 3 * ID, mark += 2) {
    // Links of one record mostly follow one another.
    if (from === '' || !ids.startsWith(from, place)) {
      from = one(ids.slice(place, place + ID));
      hasEdges = !WITHOUT_EDGES.includes(kinds.get(from));
    }
    const to = one(ids.slice(place + ID, place + 2 * ID));
    const kind = KINDS[marks[mark]!]!;
    kinds.set(to, kind);
    if (marks[mark + 1] === 'm') {
      links.merged.set(from, to);
      continue;
    }
    links.from.push(from);
    links.to.push(to);
    links.kind.push(kind);
    links.quoted.push(marks[mark + 1] === 'q');
    links.edge.push(hasEdges ? ids.slice(place + 2 * ID, place + 3 * ID) : null);
  }
  return links;
}
