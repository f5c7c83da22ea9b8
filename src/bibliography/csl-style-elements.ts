/*
 * The elements of a CSL 1.0.2 style: where each may stand and what it cannot do without. What stands in `info` is for
 * people and is not looked into.
 */

interface Element {
  within: readonly string[];
  /** Attributes it needs */
  needs?: readonly string[];
  /** Of these it needs just one */
  needsOneOf?: readonly string[];
  /** It has to hold at least one element */
  needsContent?: true;
}

const RENDERING = ['layout', 'group', 'macro', 'if', 'else-if', 'else', 'substitute'];

export const CSL_ELEMENTS: Readonly<Record<string, Element>> = {
  info: { within: ['style'] },
  locale: { within: ['style'] },
  'style-options': { within: ['locale'] },
  terms: { within: ['locale'] },
  term: { within: ['terms'], needs: ['name'] },
  single: { within: ['term'] },
  multiple: { within: ['term'] },
  macro: { within: ['style'], needs: ['name'] },
  citation: { within: ['style'], needsContent: true },
  bibliography: { within: ['style'], needsContent: true },
  sort: { within: ['citation', 'bibliography'], needsContent: true },
  key: { within: ['sort'], needsOneOf: ['variable', 'macro'] },
  layout: { within: ['citation', 'bibliography'], needsContent: true },
  text: { within: RENDERING, needsOneOf: ['variable', 'macro', 'term', 'value'] },
  number: { within: RENDERING, needs: ['variable'] },
  label: { within: [...RENDERING, 'names'] },
  group: { within: RENDERING },
  choose: { within: RENDERING, needsContent: true },
  if: { within: ['choose'] },
  'else-if': { within: ['choose'] },
  else: { within: ['choose'] },
  names: { within: RENDERING, needs: ['variable'] },
  name: { within: ['names'] },
  'name-part': { within: ['name'], needs: ['name'] },
  'et-al': { within: ['names'] },
  substitute: { within: ['names'] },
  date: { within: [...RENDERING, 'locale'] },
  'date-part': { within: ['date'], needs: ['name'] },
};

/** A misspelt attribute would be passed over in silence. */
export const CSL_ATTRIBUTES: ReadonlySet<string> = new Set(
  `after-collapse-delimiter and cite-group-delimiter class collapse default-locale delimiter delimiter-precedes-et-al
  delimiter-precedes-last demote-non-dropping-particle disambiguate disambiguate-add-givenname disambiguate-add-names
  disambiguate-add-year-suffix display entry-spacing et-al-min et-al-subsequent-min et-al-subsequent-use-first
  et-al-use-first et-al-use-last font-style font-variant font-weight form gender gender-form givenname-disambiguation-rule
  hanging-indent initialize initialize-with initialize-with-hyphen is-numeric is-uncertain-date
  limit-day-ordinals-to-day-1 line-spacing locator macro match name name-as-sort-order name-delimiter name-form
  names-delimiter names-min names-use-first names-use-last near-note-distance page-range-format plural position prefix
  punctuation-in-quote quotes range-delimiter second-field-align sort sort-separator strip-periods
  subsequent-author-substitute subsequent-author-substitute-rule suffix term text-case text-decoration type value variable
  version vertical-align year-suffix-delimiter`.split(/\s+/),
);
