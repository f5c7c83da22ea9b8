import { ANCHOR_STATES } from '../collation/vocabularies.js';
import { CONFIDENCES } from '../claims/vocabularies.js';
import {
  array,
  flag,
  integer,
  moment,
  nullable,
  object,
  oneOf,
  schema,
  text,
  uuid,
} from '../common/openapi.js';
import { textMembers } from '../testimonies/testimonies.dto.js';
import { REVISION_KINDS } from '../testimonies/revision.entity.js';
import { rightsSchema } from '../testimonies/rights-on-display.js';
import { CITED_KINDS } from './cited-words.rules.js';
import { changeSchema } from '../revisions/difference.dto.js';

const state = {
  ...oneOf(ANCHOR_STATES),
  description: 'firm: the same words; text_changed: changed ones; needs_review: perhaps those; lost: gone',
};

const part = object({
  passages: { ...array(integer), description: 'Numbers of the passages that it touches' },
  start: integer,
  end: integer,
  words: text,
  state: { ...nullable(oneOf(ANCHOR_STATES)), description: 'Of the words of a claim' },
});

export const citedWordsSchema = schema(
  'CitedWords',
  object({
    pointer: { type: 'string', description: 'What was asked for, in the spelling of the archive' },
    permanent: {
      type: 'string',
      description: 'With the revision: names these very words for ever',
      examples: ['KTB-0001 r2 ¶17'],
    },
    kind: oneOf(CITED_KINDS),
    testimony: object({
      ...{ id: uuid, accession: text, title: text, language: text },
      ...rightsSchema,
    }),
    revision: object({ id: uuid, number: integer, sha256: textMembers.sha256, latest: integer }),
    passages: array(integer),
    parts: { ...array(part), description: 'A claim may rest on words in several places' },
    words: {
      ...nullable(text),
      description:
        'Null of a whole text, which its revision gives, and of a claim whose words one may not see',
    },
    sha256: { ...nullable(text), description: 'Of the words (of a whole text too) in UTF-8, in hexadecimal' },
    before: text,
    after: text,
    start: {
      ...nullable(integer),
      description: 'In Unicode code points of the text as one may read it, inclusive',
    },
    end: { ...nullable(integer), description: 'Exclusive' },
    claim: nullable(
      object({ id: uuid, number: integer, statement: text, confidence: nullable(oneOf(CONFIDENCES)) }),
    ),
    correctedSince: nullable(
      object({
        revisions: array(
          object({ number: integer, kind: oneOf(REVISION_KINDS), because: nullable(text), at: moment }),
        ),
        state,
        changed: flag,
        now: {
          ...nullable(object({ pointer: text, words: nullable(text) })),
          description: 'Null: gone; with needs_review, not looked for in texts as long as these',
        },
        changes: { ...array(changeSchema), description: 'Word by word; of whole texts see …/diff' },
      }),
    ),
  }),
);
