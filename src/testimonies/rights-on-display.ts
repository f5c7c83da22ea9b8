import {
  array,
  nullable,
  object,
  oneOf,
  type Schema,
  schema,
  text,
  toldDate,
  uuid,
} from '../common/openapi.js';
import {
  CONSENT_ACTS,
  CONSENT_ANSWERS,
  LABEL_CODES,
  LOCAL_CONTEXTS,
  NOTICE_CODES,
  RIGHTS_BASES,
  RIGHTS_CODES,
} from './rights.vocabulary.js';

/**
 * The members that say what may be done with a testimony, wherever it is shown.
 * @param testimony the column that holds its id
 * @param clearance the parameter that holds it
 * @param asOf what functions that know moments take for it
 */
export const rightsMembers = (testimony: string, clearance: string, asOf: string): string => `
  'rightsStatement', rights_statement_of(${testimony}, ${clearance}::smallint[], ${asOf}),
  'localContextsNoticesAndLabels', notices_of(${testimony}, ${clearance}::smallint[], ${asOf})`;

export const rightsStatementMembers = {
  code: oneOf(RIGHTS_CODES),
  uri: text,
  label: text,
  basis: oneOf(RIGHTS_BASES),
  because: text,
  determined: { ...nullable(toldDate), description: 'When the rights were looked into' },
};

export const noticeMembers = {
  kind: oneOf(['notice', 'label']),
  code: oneOf([...NOTICE_CODES, ...LABEL_CODES]),
  label: { ...nullable(text), description: 'The name of a Label, as the community gave it' },
  text: { ...nullable(text), description: 'The words of a Label, as the community gave them' },
  language: nullable(text),
  community: nullable(text),
  projectId: { ...nullable(uuid), description: 'Of the project in the Local Contexts Hub' },
};

export const rightsSchema: Record<'rightsStatement' | 'localContextsNoticesAndLabels', Schema> = {
  rightsStatement: nullable(schema('RightsOnDisplay', object(rightsStatementMembers))),
  localContextsNoticesAndLabels: {
    ...array(schema('NoticeOnDisplay', object(noticeMembers))),
    description: LOCAL_CONTEXTS,
  },
};

/** Of every act what is in force. */
export const consentScope = schema(
  'ConsentScope',
  object(Object.fromEntries(CONSENT_ACTS.map((act) => [act, oneOf(CONSENT_ANSWERS)]))),
);

export const consentInForce = schema(
  'ConsentInForce',
  object({
    acts: consentScope,
    conditions: { ...array(object({ text, language: text })), description: 'Those meant to be shown' },
  }),
);
