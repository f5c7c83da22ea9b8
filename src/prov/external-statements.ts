import type { RecordKind } from '../provenance/record-kinds.js';
import { readProvJson } from './prov-json-document.rules.js';
import { recordName } from './record-entities.js';
import { type Bundle, element, type Namespaces, relation, type Statement } from './statements.js';

/** External provenance, but for the document. */
export interface External {
  id: string;
  attributedTo: string;
  agent: string | null;
  concerns: { kind: RecordKind; id: string }[];
}

const named = (id: string): string => recordName('external_provenance', id);

/** Who answers for it: an agent of the record, or one of whom no more is known than words. */
const attributedTo = ({ id, agent }: External): string =>
  agent === null ? `${named(id)}#from` : recordName('agent', agent);

export const externalAgent = (external: External): Statement[] =>
  external.agent !== null
    ? []
    : [element('agent', attributedTo(external), [['prov:label', external.attributedTo]])];

export const externalAttribution = (external: External): Statement[] => [
  relation('wasAttributedTo', [named(external.id), attributedTo(external)]),
];

/** What of ours it speaks of is told within it, so that it never mingles with what we say ourselves. */
export function externalBundles({ id, concerns }: External, document: string, outer: Namespaces): Bundle[] {
  const own = `${outer.external}${id}#`;
  const read = readProvJson(document, own, outer);
  const ofOurs: Statement[] = concerns.map((record) =>
    element('entity', recordName(record.kind, record.id), [
      ['prov:type', { name: 'kataribe:SpokenOfElsewhere' }],
    ]),
  );
  const [whole, ...inner] = read;
  return [
    {
      name: named(id),
      namespaces: whole?.namespaces ?? {},
      statements: [...ofOurs, ...(whole?.statements ?? [])],
    },
    ...inner.map((bundle, index) => ({ ...bundle, name: `${named(id)}#bundle-${index + 1}` })),
  ];
}
