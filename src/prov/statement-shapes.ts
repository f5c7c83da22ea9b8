/** What PROV knows of a thing. */
export type ProvType = 'entity' | 'activity' | 'agent';

export interface Formal {
  /** The name in PROV-JSON. */
  attribute: string;
  /** What stands there: a thing of a type, a thing of any type, an event of the kind named, or a time. */
  holds: ProvType | 'any' | 'wasGeneratedBy' | 'used' | 'time';
  isRequired: boolean;
  /** Whether leaving it out says that there is none. Otherwise there is one, and it is not said which. */
  isNoneIfAbsent: boolean;
}

const must = (attribute: string, holds: Formal['holds']): Formal => ({
  attribute: `prov:${attribute}`,
  holds,
  isRequired: true,
  isNoneIfAbsent: false,
});
const may = (attribute: string, holds: Formal['holds']): Formal => ({
  ...must(attribute, holds),
  isRequired: false,
});
const mayLack = (attribute: string, holds: Formal['holds']): Formal => ({
  ...may(attribute, holds),
  isNoneIfAbsent: true,
});

/** The formal attributes of each kind of statement, in the order of PROV-DM. */
export const SHAPES = {
  entity: [],
  activity: [may('startTime', 'time'), may('endTime', 'time')],
  agent: [],
  wasGeneratedBy: [must('entity', 'entity'), may('activity', 'activity'), may('time', 'time')],
  used: [must('activity', 'activity'), may('entity', 'entity'), may('time', 'time')],
  wasInvalidatedBy: [must('entity', 'entity'), may('activity', 'activity'), may('time', 'time')],
  wasStartedBy: [
    must('activity', 'activity'),
    may('trigger', 'entity'),
    may('starter', 'activity'),
    may('time', 'time'),
  ],
  wasEndedBy: [
    must('activity', 'activity'),
    may('trigger', 'entity'),
    may('ender', 'activity'),
    may('time', 'time'),
  ],
  wasInformedBy: [must('informed', 'activity'), must('informant', 'activity')],
  wasDerivedFrom: [
    must('generatedEntity', 'entity'),
    must('usedEntity', 'entity'),
    mayLack('activity', 'activity'),
    mayLack('generation', 'wasGeneratedBy'),
    mayLack('usage', 'used'),
  ],
  wasAttributedTo: [must('entity', 'entity'), must('agent', 'agent')],
  wasAssociatedWith: [must('activity', 'activity'), may('agent', 'agent'), mayLack('plan', 'entity')],
  actedOnBehalfOf: [must('delegate', 'agent'), must('responsible', 'agent'), may('activity', 'activity')],
  wasInfluencedBy: [must('influencee', 'any'), must('influencer', 'any')],
  specializationOf: [must('specificEntity', 'entity'), must('generalEntity', 'entity')],
  mentionOf: [must('specificEntity', 'entity'), must('generalEntity', 'entity'), must('bundle', 'entity')],
  alternateOf: [must('alternate1', 'entity'), must('alternate2', 'entity')],
  hadMember: [must('collection', 'entity'), must('entity', 'entity')],
} as const satisfies Record<string, readonly Formal[]>;

export type StatementKind = keyof typeof SHAPES;

export const KINDS = Object.keys(SHAPES) as StatementKind[];

/** Statements about a thing, not about what is between two. */
export const OBJECTS: ReadonlySet<StatementKind> = new Set(['entity', 'activity', 'agent']);

/** Relations that have no identifier: what PROV-JSON files them under says nothing. */
export const UNNAMED: ReadonlySet<StatementKind> = new Set([
  'specializationOf',
  'mentionOf',
  'alternateOf',
  'hadMember',
]);
