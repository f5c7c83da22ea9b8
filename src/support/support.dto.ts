import { BASES, CONFIDENCES, STANCES } from '../claims/vocabularies.js';
import {
  agentReference,
  array,
  flag,
  integer,
  nullable,
  object,
  oneOf,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { RECORD_KINDS } from '../provenance/record-kinds.js';
import { RELIABILITY_GRADES } from '../sources/reliability.vocabulary.js';
import { sourceReference } from '../sources/sources.dto.js';

export const labelledRecord = schema(
  'LabelledRecord',
  object({ kind: oneOf(RECORD_KINDS), id: uuid, label: text, pointer: nullable(text), unnamed: flag }),
);

export const LOSSES = ['last_independent_line', 'everything'] as const;

const years = {
  ...object({ min: nullable(integer), max: nullable(integer) }),
  description:
    'Whole years: the least rounded down, the most rounded up; null where an end is open or unknown; negative where told before it happened',
};

const side = object({
  citations: { ...integer, description: 'That stand and that one may see' },
  lines: { ...integer, description: 'The greatest number of ways back of which no two share a record' },
  roots: array(
    object({
      record: labelledRecord,
      citations: { ...array(uuid), description: 'Citations that go back to it' },
    }),
  ),
});

export const supportSchema = schema(
  'Support',
  object({
    claim: object({ id: uuid, number: integer, pointer: text, statement: text }),
    complete: { ...flag, description: 'False where the way up was too wide to be followed to its end' },
    confidence: nullable(oneOf(CONFIDENCES)),
    contested: flag,
    unverified: flag,
    telling: object({
      basis: oneOf(BASES),
      narrators: array(labelledRecord),
      chain: {
        ...array(
          object({
            position: integer,
            basis: oneOf(BASES),
            agent: nullable(agentReference),
            source: nullable(sourceReference),
            when: nullable(toldDate),
            where: nullable(text),
            note: nullable(text),
          }),
        ),
        description: 'How the narrator came to know, the nearest hop first',
      },
      roots: { ...array(labelledRecord), description: 'Where the telling begins' },
      date: nullable(toldDate),
      recorded: nullable(toldDate),
      distances: object({
        hops: {
          ...array(object({ sinceEvent: years, untilRecording: years })),
          description:
            'For each hop of the chain: from the event to its telling, from its telling to the recording',
        },
        eventToRecording: years,
      }),
    }),
    for: { ...side, description: 'What is cited for it, besides what the telling itself goes back to' },
    against: side,
    onlyOneUnnamedLine: {
      ...flag,
      description: 'No independent line, and the telling begins with somebody or something unnamed',
    },
    citations: array(
      object({
        id: uuid,
        stance: oneOf(STANCES),
        standing: oneOf(['independent', 'circular', 'same_telling']),
        record: labelledRecord,
      }),
    ),
    circular: array(
      object({
        citation: uuid,
        path: {
          ...array(labelledRecord),
          description: 'From what is cited back to the claim or its testimony',
        },
      }),
    ),
    weakestLink: object({
      confidence: nullable(object({ confidence: oneOf(CONFIDENCES), claims: array(labelledRecord) })),
      reliability: nullable(object({ grade: oneOf(RELIABILITY_GRADES), sources: array(labelledRecord) })),
    }),
    singlePointsOfFailure: array(object({ record: labelledRecord, loses: oneOf(LOSSES) })),
  }),
);
