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
import { ANCHOR_METHODS, ANCHOR_STATES } from '../collation/vocabularies.js';
import { textMembers } from '../testimonies/testimonies.dto.js';
import { REVISION_KINDS } from '../testimonies/revision.entity.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { rightsSchema } from '../testimonies/rights-on-display.js';

const confidence = nullable(oneOf(CONFIDENCES));

const revisionReference = object({ id: uuid, number: integer });

export const anchorMembers = {
  id: uuid,
  revision: { ...revisionReference, description: 'The revision it is of' },
  passage: {
    ...nullable(integer),
    description: 'Number of the passage in which the words begin, or would begin; null where they are lost',
  },
  start: {
    ...nullable(integer),
    description: 'In code points of the text as one may read it, inclusive; null where the words are lost',
  },
  end: { ...nullable(integer), description: 'In code points, exclusive' },
  exact: {
    ...text,
    description: 'The words there, […] for those one may not see; of a lost one, those that were lost',
  },
  prefix: text,
  suffix: text,
  state: {
    ...oneOf(ANCHOR_STATES),
    description:
      'firm: they stand as they were; text_changed: they stand, but were changed; needs_review: they may stand ' +
      'here, and nobody has confirmed it; lost: they stand nowhere any more',
  },
  method: { ...oneOf(ANCHOR_METHODS), description: 'How it came to its place' },
  score: { ...nullable({ type: 'number' }), description: 'How like the words before, from 0 to 1' },
  margin: { ...nullable({ type: 'number' }), description: 'How much liker than the next best place' },
  confirmed: { ...nullable(agentReference), description: 'Who has looked at it since it was carried' },
  because: { ...nullable(text), description: 'Why it was placed anew or let go' },
  before: {
    ...nullable(object({ revision: integer, passage: integer, exact: text })),
    description: 'Of what is not firm: the words that last stood for certain, with the numbers of where',
  },
  version: integer,
};

export const anchorSchema = schema('Anchor', object(anchorMembers));

export const anchorLedgerSchema = schema(
  'AnchorLedger',
  object({
    revision: object({ id: uuid, number: integer, kind: oneOf(REVISION_KINDS) }),
    anchors: array(
      object({
        ...anchorMembers,
        current: { ...flag, description: 'Whether no later revision has carried it on' },
        carriedFrom: { ...nullable(uuid), description: 'The anchor of the revision before' },
        activity: { ...activityReference, description: 'What placed it' },
        review: {
          ...nullable(activityReference),
          description: 'What confirmed it, placed it anew or let it go',
        },
      }),
    ),
  }),
);

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
  onEarlierWording: {
    ...flag,
    description:
      'Whether the claim has been put otherwise since, or the words it rests on were changed or lost',
  },
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
    pointer: {
      type: 'string',
      description:
        'How to cite it: the revision and passage in which its words stand, or last did for certain',
      examples: ['KTB-0001 r1 ¶4 #7'],
    },
    testimony: testimonyReference,
    statement: text,
    kind: oneOf(CLAIM_KINDS),
    basis: oneOf(BASES),
    date: nullable(toldDate),
    anchors: { ...array(anchorSchema), description: 'In the latest revision; lost ones last' },
    wordsChangedIn: {
      ...nullable(revisionReference),
      description: 'The latest revision in which the words it rests on were changed or lost',
    },
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
    quotation: {
      ...nullable(text),
      description: 'The words of its first anchor in the latest revision; of a lost one, its last words',
    },
    passage: { ...nullable(integer), description: 'Where they begin, or last did' },
    anchorState: { ...nullable(oneOf(ANCHOR_STATES)), description: 'Whether they still stand there' },
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
    testimony: object({
      ...{ id: uuid, accession: text, title: text, kind: text, language: text },
      ...rightsSchema,
    }),
    revision: object({ id: uuid, number: integer, sha256: textMembers.sha256, text }),
    passages: array(object({ number: integer, start: integer, end: integer, speaker: nullable(text) })),
    claims: array(
      object({
        id: uuid,
        number: integer,
        statement: text,
        anchors: {
          ...array(object({ start: integer, end: integer, state: oneOf(ANCHOR_STATES) })),
          description: 'Its places in this revision',
        },
        state: {
          ...oneOf(['placed', 'lost', 'elsewhere']),
          description:
            'lost: its words stand here no more; elsewhere: it rests on words of other revisions alone',
        },
        lost: { ...array(text), description: 'Words it rested on that stand here no more' },
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
