import {
  agentReference,
  array,
  flag,
  nullable,
  object,
  oneOf,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import { activityReference } from '../provenance/provenance.dto.js';
import { consentInForce, consentScope } from '../testimonies/rights-on-display.js';
import { INSTRUMENTS, SIGNER_ROLES } from './consent.vocabulary.js';
import { WARNING_CODES } from './consent-warnings.js';

const somebody = {
  agent: { ...nullable(agentReference), description: 'Where it is an agent of the archive' },
  words: { ...nullable(text), description: 'Where it is nobody the archive has on record' },
};

const members = {
  id: uuid,
  instrument: oneOf(INSTRUMENTS),
  signer: nullable(object(somebody)),
  role: nullable(oneOf(SIGNER_ROLES)),
  narrator: { ...nullable(agentReference), description: 'Whose words it is about' },
  signed: nullable(toldDate),
  scope: consentScope,
  conditions: nullable(object({ text, language: text, shown: flag })),
  restriction: nullable(object({ text, language: text })),
  paper: object({ sha256: nullable(text), kept: nullable(text) }),
  searched: nullable(text),
  note: nullable(text),
  supersedes: nullable(uuid),
  supersededBy: nullable(uuid),
  revocation: nullable(
    object({
      id: uuid,
      revoker: object(somebody),
      role: oneOf(SIGNER_ROLES),
      revoked: nullable(toldDate),
      because: text,
      activity: activityReference,
    }),
  ),
  inForce: flag,
  activity: activityReference,
};

const testimony = object({ id: uuid, accession: text, title: text });

const warning = object({
  code: oneOf(WARNING_CODES),
  says: text,
  restriction: {
    ...object({ kind: text, part: text, mode: text, basis: text }),
    description: 'What would follow. Nothing is restricted but by POST /api/restrictions.',
  },
});

const warnings = {
  ...nullable(array(warning)),
  description: 'What is published against what is in force now; null where it is asked for another moment',
};

export const consentSchema = schema('Consent', object({ ...members, testimony, warnings }));

export const consentsSchema = schema(
  'Consents',
  object({
    testimony,
    on: { type: 'string', format: 'date', description: 'The day it is in force on' },
    inForce: nullable(consentInForce),
    events: array(object(members)),
    warnings,
  }),
);

export const testimonyWarnings = schema('ConsentWarnings', object({ testimony, warnings: array(warning) }));
