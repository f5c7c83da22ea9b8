import {
  agentReference,
  array,
  flag,
  integer,
  moment,
  nullable,
  object,
  oneOf,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { sourceReference } from '../sources/sources.dto.js';
import {
  BASES,
  CLAIM_KINDS,
  CONFIDENCES,
  EVIDENCE_CLASSES,
  INFORMATION_CLASSES,
  SOURCE_CLASSES,
  STANCES,
} from './vocabularies.js';
import { activityReference } from '../provenance/provenance.dto.js';

const confidence = nullable(oneOf(CONFIDENCES));

const anchor = object({
  id: uuid,
  revision: object({ id: uuid, number: integer }),
  passage: { type: 'integer', description: 'Number of the passage in which the words begin' },
  start: { type: 'integer', description: 'In code points, inclusive' },
  end: { type: 'integer', description: 'In code points, exclusive' },
  exact: text,
  prefix: text,
  suffix: text,
});

export const tellerSchema = schema(
  'Teller',
  object({
    position: integer,
    basis: oneOf(BASES),
    agent: nullable(agentReference),
    source: nullable(sourceReference),
    when: nullable(toldDate),
    where: nullable(text),
    note: nullable(text),
  }),
);

const mention = object({
  agent: nullable(agentReference),
  place: nullable(object({ id: uuid, name: text })),
  event: nullable(object({ id: uuid, name: text })),
  id: uuid,
  words: text,
});

export const testimonyReference = schema(
  'TestimonyReference',
  object({ id: uuid, accession: text, title: text }),
);
/** One mention, as it is read by itself and in the list of whom it names. */
export const mentionSchema = schema(
  'Mention',
  object({
    id: uuid,
    words: text,
    agent: nullable(agentReference),
    place: nullable(object({ id: uuid, name: text })),
    event: nullable(object({ id: uuid, name: text })),
    claim: nullable(object({ id: uuid, number: integer, pointer: text, statement: text })),
    passage: nullable(object({ id: uuid, number: integer, pointer: text, text })),
    testimony: testimonyReference,
    withdrawnBecause: nullable(text),
    version: integer,
    activity: activityReference,
  }),
);
export const claimReference = schema('ClaimReference', object({ id: uuid, statement: text }));

export const citationSchema = schema(
  'Citation',
  object({
    id: uuid,
    stance: oneOf(STANCES),
    source: nullable(sourceReference),
    claim: nullable(claimReference),
    passage: nullable(object({ id: uuid, pointer: text })),
    locator: nullable(object({ label: text, value: text })),
    quotation: nullable(text),
    quotationLanguage: nullable(text),
    note: nullable(text),
    sourceClass: nullable(oneOf(SOURCE_CLASSES)),
    informationClass: nullable(oneOf(INFORMATION_CLASSES)),
    evidenceClass: nullable(oneOf(EVIDENCE_CLASSES)),
    withdrawnBecause: nullable(text),
    withdrawal: nullable(activityReference),
    version: integer,
    activity: activityReference,
  }),
);

export const assessmentMembers = {
  id: uuid,
  confidence: oneOf(CONFIDENCES),
  rationale: text,
  by: agentReference,
  at: moment,
  claimVersion: { type: 'integer', description: 'The version of the claim that was judged' },
  wording: { ...nullable(text), description: 'What the claim said then' },
  onEarlierWording: { ...flag, description: 'Whether the claim has been put otherwise since' },
  basedOn: { ...nullable(uuid), description: 'The newest judgement its author said he had seen' },
  citationIds: array(uuid),
  current: { type: 'boolean', description: 'Whether its author has made no later one' },
};

export const assessmentSchema = schema('Assessment', object(assessmentMembers));

const flagReference = object({ id: uuid, kind: text, reason: text, state: text });
const questionReference = object({ id: uuid, role: text, statement: text, state: text });

export const claimSchema = schema(
  'Claim',
  object({
    id: uuid,
    number: integer,
    pointer: { type: 'string', description: 'How to cite it', examples: ['KTB-0001 r1 ¶4 #7'] },
    testimony: testimonyReference,
    statement: text,
    kind: oneOf(CLAIM_KINDS),
    basis: oneOf(BASES),
    date: nullable(toldDate),
    anchors: array(anchor),
    tellers: array(tellerSchema),
    mentions: array(mention),
    citations: array(citationSchema),
    confidence: { ...confidence, description: 'Of the latest assessment; null where nobody has assessed it' },
    unverified: flag,
    contested: { ...flag, description: 'Whether what the researchers hold differs' },
    assessments: array(assessmentSchema),
    flags: array(flagReference),
    questions: array(questionReference),
    contradictions: array(object({ id: uuid, statement: text, state: text })),
    version: integer,
    activity: activityReference,
  }),
);

export const claimSummary = schema(
  'ClaimSummary',
  object({
    id: uuid,
    number: integer,
    statement: text,
    kind: oneOf(CLAIM_KINDS),
    basis: oneOf(BASES),
    date: nullable(toldDate),
    quotation: { type: 'string', description: 'The words of its first anchor' },
    passage: integer,
    confidence,
    unverified: flag,
    contested: { ...flag, description: 'Whether what the researchers hold differs' },
    citations: { type: 'integer', description: 'For and against, withdrawn ones not counted' },
    version: integer,
  }),
);

export const readingSchema = schema(
  'Reading',
  object({
    testimony: object({ id: uuid, accession: text, title: text, kind: text, language: text }),
    revision: object({ id: uuid, number: integer, sha256: text, text }),
    passages: array(object({ number: integer, start: integer, end: integer, speaker: nullable(text) })),
    claims: array(
      object({
        id: uuid,
        number: integer,
        statement: text,
        anchors: array(object({ start: integer, end: integer })),
        basis: oneOf(BASES),
        dateEdtf: nullable(text),
        confidence,
        flags: array(object({ id: uuid, kind: text, state: text })),
        questions: array(object({ id: uuid, kind: text, state: text })),
        citations: array(object({ id: uuid, stance: oneOf(STANCES), sourceId: nullable(uuid) })),
      }),
    ),
  }),
);
