/** What part of a source is meant: a CSL locator label and its value, `{ label: 'page', value: '5-7' }`. */
export interface Locator {
  label: string;
  value: string;
}

/** For one and for several. A label that is not here is written as it is. */
const LOCATOR_FORMS: Record<string, [string, string]> = {
  appendix: ['app.', 'apps.'],
  article: ['art.', 'arts.'],
  'article-locator': ['art.', 'arts.'],
  book: ['bk.', 'bks.'],
  chapter: ['chap.', 'chaps.'],
  column: ['col.', 'cols.'],
  elocation: ['loc.', 'locs.'],
  equation: ['eq.', 'eqs.'],
  figure: ['fig.', 'figs.'],
  folio: ['fol.', 'fols.'],
  issue: ['no.', 'nos.'],
  line: ['line', 'lines'],
  note: ['n.', 'nn.'],
  opus: ['op.', 'opp.'],
  page: ['p.', 'pp.'],
  paragraph: ['para.', 'paras.'],
  part: ['pt.', 'pts.'],
  section: ['sec.', 'secs.'],
  'sub-verbo': ['s.v.', 's.vv.'],
  supplement: ['supp.', 'supps.'],
  timestamp: ['at', 'at'],
  'title-locator': ['tit.', 'tits.'],
  verse: ['v.', 'vv.'],
  version: ['ver.', 'vers.'],
  volume: ['vol.', 'vols.'],
};

/** `p. 5`, `pp. 5–7`, `art. IX`. A hyphen is a range only between numbers: page A-12 is one page. */
export function locatorText({ label, value }: Locator): string {
  const text = value
    .trim()
    .replace(
      /(?<=^|[\s,])(\d+|[ivxlcdm]+|[IVXLCDM]+)\s*-\s*(\d+|[ivxlcdm]+|[IVXLCDM]+)(?=$|[\s,])/gu,
      '$1–$2',
    );
  const [one, several] = LOCATOR_FORMS[label] ?? [label, label];
  return `${/[–,&、，]|\sand\s/u.test(text) ? several : one} ${text}`;
}
