/** What every GET of the OpenAPI document is asked for: so that a new route is asked from the day it appears. */

/** The kind of record whose id a path wants, by the segment before it. */
const KINDS: Record<string, string> = {
  agents: 'agent',
  people: 'agent',
  places: 'place',
  sources: 'source',
  testimonies: 'testimony',
  claims: 'claim',
  anchors: 'anchor',
  passages: 'passage',
  citations: 'citation',
  contradictions: 'contradiction',
  questions: 'question',
  leads: 'lead',
  'expected-documents': 'expected_document',
  flags: 'flag',
  descents: 'descent',
  events: 'event',
  mentions: 'mention',
  offices: 'office',
  reachability: 'reachability',
  'states-of-health': 'state_of_health',
  names: 'name_form',
  identifiers: 'identifier',
  'same-as': 'same_as',
  reviews: 'narrator_review',
  translations: 'translation',
  consents: 'consent',
  notices: 'notice',
  activities: 'activity',
  receipts: 'activity',
  records: 'claim',
  accounts: 'account',
  erasures: 'erasure',
  restrictions: 'restriction',
  releases: 'release',
  'access-requests': 'access_request',
  external: 'external_provenance',
};

/** Records that are no nodes of the graph. */
const NO_NODES = [
  'activity',
  'account',
  'erasure',
  'restriction',
  'release',
  'access_request',
  'mention',
  'state_of_health',
  'anchor',
];

/** What is asked about: ids by kind of record, and pointers. */
export interface AskedAbout {
  ids: Record<string, string[]>;
  pointers: string[];
}

/** The paths of a route, for each record that it can be asked about. */
export function pathsOf(template: string, { ids, pointers }: AskedAbout): string[] {
  if (template.includes('{pointer}')) return pointers.map((to) => template.replace('{pointer}', to));
  if (!template.includes('{id}')) return [template];
  const kinds = template.includes('{kind}')
    ? Object.keys(ids).filter((kind) => !NO_NODES.includes(kind))
    : [KINDS[/([\w-]+)\/\{id\}/.exec(template)?.[1] ?? ''] ?? ''];
  return kinds.flatMap((kind) =>
    (ids[kind] ?? ['']).map((id) =>
      template.replace('{kind}', kind).replace('{id}', id).replace('{number}', '1'),
    ),
  );
}
