import { IDENTIFIER_SCHEMES, NAME_TYPES } from '../authorities/vocabularies.js';
import { testimonyReference } from '../claims/claim-schemas.js';
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
import { lifeDate } from '../lives/life.dto.js';
import { OFFICE_KINDS, REACHABILITY_STATES } from '../lives/life.vocabulary.js';
import { restsOnSchema } from '../lives/rests-on.js';
import { AGENT_KINDS } from '../provenance/agent.entity.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { LEAD_STATES } from '../questions/lead.vocabulary.js';
import { QUESTION_STATES } from '../questions/vocabularies.js';
import { sourceReference } from '../sources/sources.dto.js';
import { CONTRIBUTION_ROLES } from '../testimonies/contribution.entity.js';

const question = object({ id: uuid, statement: text, state: oneOf(QUESTION_STATES) });

export const personSchema = schema(
  'Person',
  object({
    id: uuid,
    kind: oneOf(AGENT_KINDS),
    name: nullable(text),
    description: nullable(text),
    unnamed: flag,
    representative: {
      ...uuid,
      description: 'The record that stands for all that are of one; itself where there is no other',
    },
    records: { ...array(agentReference), description: 'All records that are of one, this one included' },
    perhapsTheSame: array(object({ agent: agentReference, rationale: text })),
    names: {
      ...array(
        object({
          id: uuid,
          value: text,
          type: oneOf(NAME_TYPES),
          language: text,
          script: text,
          reading: nullable(text),
          preferred: flag,
          valid: nullable(toldDate),
          source: nullable(sourceReference),
        }),
      ),
      description: 'Forms that stand, the preferred of each script first',
    },
    identifiers: array(object({ scheme: oneOf(IDENTIFIER_SCHEMES), value: text })),
    lives: array(object({ agent: nullable(agentReference), born: lifeDate, died: lifeDate })),
    offices: array(
      object({
        id: uuid,
        kind: oneOf(OFFICE_KINDS),
        title: text,
        organisation: nullable(agentReference),
        held: nullable(toldDate),
        ...restsOnSchema,
      }),
    ),
    reachability: {
      ...nullable(
        object({
          state: oneOf(REACHABILITY_STATES),
          when: nullable(toldDate),
          because: nullable(text),
          ...restsOnSchema,
          activity: activityReference,
        }),
      ),
      description: 'What counts now: GET /api/agents/:id/reachability',
    },
    testimonies: array(object({ role: oneOf(CONTRIBUTION_ROLES), testimony: testimonyReference })),
    claimsTold: { ...integer, description: 'Claims that came to the narrator through this one' },
    mentions: { ...integer, description: 'What is said: GET /api/agents/:id/mentions' },
    leads: array(object({ id: uuid, description: text, state: oneOf(LEAD_STATES), question })),
    questions: { ...array(question), description: 'That ask about this one' },
  }),
);
