import { VOCABULARY } from '../common/vocabulary.js';
import { PROV, XSD } from './names.rules.js';

/**
 * The JSON-LD context of our documents. A version that was served is never changed: what is new gets a new version beside it.
 */
export const CONTEXT_PATH = '/api/prov/context/v1.jsonld';

type Definition = string | number | { '@id': string; '@type'?: string };

const CLASSES = [
  'Entity',
  'Activity',
  'Agent',
  'Bundle',
  'Collection',
  'Person',
  'Organization',
  'SoftwareAgent',
  'Generation',
  'Usage',
  'Communication',
  'Start',
  'End',
  'Invalidation',
  'Derivation',
  'Quotation',
  'Revision',
  'PrimarySource',
  'Attribution',
  'Association',
  'Delegation',
  'Influence',
];

/** Their values are the names of things. */
const REFERENCES = [
  'wasGeneratedBy',
  'used',
  'wasInformedBy',
  'wasStartedBy',
  'wasEndedBy',
  'wasInvalidatedBy',
  'wasDerivedFrom',
  'wasQuotedFrom',
  'wasRevisionOf',
  'hadPrimarySource',
  'wasAttributedTo',
  'wasAssociatedWith',
  'actedOnBehalfOf',
  'wasInfluencedBy',
  'specializationOf',
  'alternateOf',
  'hadMember',
  'mentionOf',
  'asInBundle',
  'qualifiedGeneration',
  'qualifiedUsage',
  'qualifiedCommunication',
  'qualifiedStart',
  'qualifiedEnd',
  'qualifiedInvalidation',
  'qualifiedDerivation',
  'qualifiedQuotation',
  'qualifiedRevision',
  'qualifiedPrimarySource',
  'qualifiedAttribution',
  'qualifiedAssociation',
  'qualifiedDelegation',
  'qualifiedInfluence',
  'entity',
  'activity',
  'agent',
  'influencer',
  'hadActivity',
  'hadGeneration',
  'hadUsage',
  'hadPlan',
];

const TIMES = ['startedAtTime', 'endedAtTime', 'atTime'];

const entries = (words: string[], define: (word: string) => Definition): [string, Definition][] =>
  words.map((word) => [word, define(word)]);

export const CONTEXT: { '@context': Record<string, Definition> } = {
  '@context': {
    '@version': 1.1,
    prov: PROV,
    xsd: XSD,
    rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
    rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
    kataribe: VOCABULARY,
    ...Object.fromEntries(entries(CLASSES, (word) => `prov:${word}`)),
    ...Object.fromEntries(entries(REFERENCES, (word) => ({ '@id': `prov:${word}`, '@type': '@id' }))),
    ...Object.fromEntries(entries(TIMES, (word) => ({ '@id': `prov:${word}`, '@type': 'xsd:dateTime' }))),
    label: 'rdfs:label',
    value: 'prov:value',
  },
};
