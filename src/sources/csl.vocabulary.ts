/*
 * The words of CSL 1.0.2 (Citation Style Language, csl-data and the specification's appendices), by what they hold.
 * https://docs.citationstyles.org/en/v1.0.2/specification.html
 */

export const CSL_TYPES = words(`
  article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
  document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
  manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
  personal_communication post post-weblog regulation report review review-book software song speech standard thesis
  treaty webpage`);

export const CSL_NAME_VARIABLES = words(`
  author chair collection-editor compiler composer container-author contributor curator director editor
  editor-translator editorial-director executive-producer guest host illustrator interviewer narrator organizer
  original-author performer producer recipient reviewed-author script-writer series-creator translator`);

export const CSL_DATE_VARIABLES = words(`accessed available-date event-date issued original-date submitted`);

/** The specification and its schema disagree on the names of three (part, printing, supplement): both are taken. */
export const CSL_NUMBER_VARIABLES = words(`
  chapter-number citation-number collection-number edition first-reference-note-number issue locator number
  number-of-pages number-of-volumes page page-first part part-number printing printing-number section supplement
  supplement-number version volume`);

/** Without `id`: how a source is named is ours to say. */
export const CSL_STRING_VARIABLES = words(`
  abstract annote archive archive-place archive_collection archive_location authority call-number citation-key
  citation-label collection-title container-title container-title-short dimensions division DOI event event-place
  event-title genre ISBN ISSN journalAbbreviation jurisdiction keyword language license medium note original-publisher
  original-publisher-place original-title part-title PMCID PMID publisher publisher-place references reviewed-genre
  reviewed-title scale shortTitle source status title title-short URL volume-title volume-title-short year-suffix`);

/** What part of a source is cited. Plain `article` and `title`, of older citation data, beside the terms of 1.0.2. */
export const CSL_LOCATOR_LABELS = words(`
  act appendix article article-locator book canon chapter column elocation equation figure folio issue line note opus
  page paragraph part rule scene section sub-verbo supplement table timestamp title title-locator verse version volume`);

function words(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}
