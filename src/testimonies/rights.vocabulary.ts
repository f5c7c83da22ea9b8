/** Closed vocabularies of consent and rights. They stand here since every testimony shows what they say of it. */

/** What somebody can consent to. */
export const CONSENT_ACTS = [
  'disseminate',
  'quote',
  'nameNarrator',
  'publishAudio',
  'translate',
  'machineUse',
] as const;
export type ConsentAct = (typeof CONSENT_ACTS)[number];

/** From the loosest to the strictest: what nobody mentioned is less than what is allowed under conditions. */
export const CONSENT_ANSWERS = ['allowed', 'conditional', 'not_mentioned', 'refused'] as const;
export type ConsentAnswer = (typeof CONSENT_ANSWERS)[number];
export type ConsentScope = Record<ConsentAct, ConsentAnswer>;

const inCopyright = (rest: string): string => `In Copyright - ${rest}`;
const noCopyright = (rest: string): string => `No Copyright - ${rest}`;

/** RightsStatements.org 1.0. */
const RIGHTS_STATEMENTS_ORG = {
  InC: 'In Copyright',
  'InC-OW-EU': inCopyright('EU Orphan Work'),
  'InC-EDU': inCopyright('Educational Use Permitted'),
  'InC-NC': inCopyright('Non-Commercial Use Permitted'),
  'InC-RUU': inCopyright('Rights-holder(s) Unlocatable or Unidentifiable'),
  'NoC-CR': noCopyright('Contractual Restrictions'),
  'NoC-NC': noCopyright('Non-Commercial Use Only'),
  'NoC-OKLR': noCopyright('Other Known Legal Restrictions'),
  'NoC-US': noCopyright('United States'),
  CNE: 'Copyright Not Evaluated',
  UND: 'Copyright Undetermined',
  NKC: 'No Known Copyright',
} as const;

/** Creative Commons: the path of the deed, and its name. */
const CREATIVE_COMMONS = {
  'CC-BY-4.0': ['licenses/by/4.0', 'Attribution 4.0 International'],
  'CC-BY-SA-4.0': ['licenses/by-sa/4.0', 'Attribution-ShareAlike 4.0 International'],
  'CC-BY-NC-4.0': ['licenses/by-nc/4.0', 'Attribution-NonCommercial 4.0 International'],
  'CC-BY-NC-SA-4.0': ['licenses/by-nc-sa/4.0', 'Attribution-NonCommercial-ShareAlike 4.0 International'],
  'CC-BY-ND-4.0': ['licenses/by-nd/4.0', 'Attribution-NoDerivatives 4.0 International'],
  'CC-BY-NC-ND-4.0': ['licenses/by-nc-nd/4.0', 'Attribution-NonCommercial-NoDerivatives 4.0 International'],
  'CC0-1.0': ['publicdomain/zero/1.0', 'CC0 1.0 Universal'],
  'PDM-1.0': ['publicdomain/mark/1.0', 'Public Domain Mark 1.0'],
} as const;

export type RightsCode = keyof typeof RIGHTS_STATEMENTS_ORG | keyof typeof CREATIVE_COMMONS;

/** What can be said of the rights in a testimony: the URI and the English label of each code. */
export const RIGHTS_STATEMENTS = Object.fromEntries([
  ...Object.entries(RIGHTS_STATEMENTS_ORG).map(([code, label]) => [
    code,
    { uri: `http://rightsstatements.org/vocab/${code}/1.0/`, label },
  ]),
  ...Object.entries(CREATIVE_COMMONS).map(([code, [path, name]]) => [
    code,
    {
      uri: `https://creativecommons.org/${path}/`,
      label: path.startsWith('licenses/') ? `Creative Commons ${name}` : name,
    },
  ]),
]) as Record<RightsCode, { uri: string; label: string }>;

export const RIGHTS_CODES = Object.keys(RIGHTS_STATEMENTS) as RightsCode[];

/** What a statement of rights rests on. */
export const RIGHTS_BASES = ['copyright', 'licence', 'statute', 'other'] as const;
export type RightsBasis = (typeof RIGHTS_BASES)[number];

/** Local Contexts Notices, which an archive may set, and their names. */
export const NOTICES = {
  attribution_incomplete: 'Attribution Incomplete',
  tk: 'Traditional Knowledge (TK) Notice',
  bc: 'Biocultural (BC) Notice',
  open_to_collaborate: 'Open to Collaborate',
} as const;
export type NoticeCode = keyof typeof NOTICES;
export const NOTICE_CODES = Object.keys(NOTICES) as NoticeCode[];

/** Local Contexts Labels, which communities alone give: Traditional Knowledge, then Biocultural. */
export const LABEL_CODES = [
  ...['tka', 'tkcl', 'tkf', 'tkmc', 'tkcv', 'tkcr'],
  ...['tkv', 'tknv', 'tks', 'tkwg', 'tkmg', 'tkmr', 'tkwr', 'tkcs', 'tkss'],
  ...['tkoc', 'tknc', 'tkco', 'tko', 'tkcb'],
  ...['bcp', 'bcmc', 'bccl', 'bccv', 'bccnv', 'bccb', 'bcoc', 'bcr', 'bco', 'bcnc'],
] as const;

/** As the field is called wherever it is shown. */
export const LOCAL_CONTEXTS = 'Local Contexts Notices and Labels';
