import { escapeHtml as escape } from '../common/html.js';
import { claimParticulars, judgedWords, type Particular, placeWords } from './claim-words.js';
import { answerParticulars, couldAnswerWords, gapParticulars, leadWords } from './question-words.js';
import type {
  ReportAnswer,
  ReportCase,
  ReportClaimReference,
  ReportClaim,
  ReportContent,
  ReportGap,
  ReportGaps,
  ReportLog,
  ReportOverview,
  ReportQuestion,
} from './report-content.js';
import { STYLE } from './report-style.js';
import {
  claimReferenceWords,
  LINES_MEANING,
  particulars,
  positionTitle,
  readable,
  UNDECIDED,
  unverifiedSentence,
} from './report-words.js';

/** The report as one self-contained page, for the screen and for paper. Everything people wrote is escaped. */
export function htmlReport(content: ReportContent): string {
  const sections: Section[] = [
    { id: 'overview', title: 'Overview', parts: overviewParts(content) },
    {
      id: 'claims',
      title: 'Claims',
      parts: content.claims.map((claim) => claimArticle(claim, content.language)),
    },
    {
      id: 'contradictions',
      title: 'Claims that cannot all be true',
      parts: content.contradictions.map(caseArticle),
    },
    { id: 'questions', title: 'Open questions', parts: content.questions.map(questionArticle) },
    { id: 'answers', title: 'Answered questions', parts: content.answers.map(answerArticle) },
    { id: 'gaps', title: 'Expected documents', parts: gapParts(content.gaps) },
    { id: 'research-log', title: 'Research log', parts: content.researchLog.map(logArticle) },
    {
      id: 'sources',
      title: 'Sources cited',
      parts: content.bibliography.length === 0 ? [] : [list(content.bibliography.map(escape))],
    },
  ].filter(({ id, parts }) => id === 'claims' || parts.length > 0);
  const title = escape(`Citation report: ${content.title}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1 dir="auto">${title}</h1>
<dl>${particulars(content)
    .map(([name, value]) => term({ name, values: [value] }))
    .join('')}</dl>
<nav aria-label="Contents">${list(sections.map(({ id, title: name }) => `<a href="#${id}">${escape(name)}</a>`))}</nav>
</header>
<main>
${sections.map(sectionElement).join('\n')}
</main>
</body>
</html>
`;
}

/** Its parts are HTML already. */
interface Section {
  id: string;
  title: string;
  parts: string[];
}

function sectionElement({ id, title, parts }: Section): string {
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escape(title)}</h2>
${parts.join('\n')}
</section>`;
}

function overviewParts(content: ReportContent): string[] {
  const { byConfidence, byLines, marks } = content.overview;
  const counts = table(
    'By confidence',
    ['Confidence', 'Claims', 'Unverified'],
    byConfidence.map(({ confidence, claims, unverified }) => [escape(confidence), claims, unverified]),
  );
  const lines = table(
    'By independent lines',
    ['Independent lines for', 'Claims', 'Unverified'],
    byLines.map((row) => [row.lines, row.claims, row.unverified]),
  );
  return [
    `<p>${escape(unverifiedSentence(content))}</p>`,
    `<p>${escape(LINES_MEANING)}</p>`,
    `<div class="counts">${counts}${lines}</div>`,
    table('To be weighed before it is cited', ['Mark', 'Claims', 'Which'], marks.map(markRow)),
  ];
}

function markRow({ mark, claims }: ReportOverview['marks'][number]): Cell[] {
  return [escape(mark), claims.length, claims.map(claimLink).join(', ')];
}

/** A number, or HTML. */
type Cell = number | string;

function table(caption: string, head: string[], rows: Cell[][]): string {
  const kind = (column: number): string =>
    rows.every((row) => typeof row[column] === 'number') ? ' class="number"' : '';
  const heads = head.map((name, n) => `<th scope="col"${kind(n)}>${escape(name)}</th>`).join('');
  const cells = ([first, ...others]: Cell[]): string =>
    `<tr><th scope="row">${first}</th>${others.map((cell, n) => `<td${kind(n + 1)}>${cell}</td>`).join('')}</tr>`;
  return `<table>
<caption>${escape(caption)}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${rows.map(cells).join('')}</tbody>
</table>`;
}

function claimArticle(claim: ReportClaim, language: string): string {
  const judgements = claim.judgements.map((judgement) => [
    escape(judgement.confidence),
    escape(judgedWords(judgement)),
    escape(judgement.rationale),
  ]);
  const marks = claim.marks.map((mark) => ` <span class="mark">${escape(mark)}</span>`).join('');
  return `<article id="claim-${claim.number}">
<h3 dir="auto">#${claim.number} ${escape(claim.statement)}${marks}</h3>
${claim.quotations.map((quotation) => `<blockquote lang="${escape(language)}" dir="auto">“${escape(quotation.words)}” (${escape(placeWords(quotation))})</blockquote>`).join('')}
${claim.contested ? table('Held side by side', ['Held', 'By', 'Why'], judgements) : ''}
<dl>${claimParticulars(claim).map(term).join('')}</dl>
</article>`;
}

function caseArticle({ statement, question, state, rationale, positions, undecided }: ReportCase): string {
  const sides = positions.map(
    (position) => `<section class="position${position.preferred ? ' preferred' : ''}">
<h4>${escape(positionTitle(position))}</h4>
<p dir="auto">${escape(position.statement)}</p>
${list(position.claims.map(caseClaimItem))}
</section>`,
  );
  const others = list(undecided.map(caseClaimItem));
  return `<article>
<h3 dir="auto">${escape(statement)}</h3>
${question === null ? '' : `<p dir="auto"><strong>Question</strong>: ${escape(question)}</p>`}
${sides.length === 0 ? '' : `<div class="positions">${sides.join('')}</div>`}
${undecided.length === 0 || positions.length === 0 ? '' : `<p><strong>${escape(UNDECIDED)}</strong>:</p>`}
${others}
<p dir="auto"><em>${escape(readable(state))}.</em> ${escape(rationale ?? '')}</p>
</article>`;
}

function caseClaimItem(claim: ReportClaimReference): string {
  const { pointer, statement, standing } = claimReferenceWords(claim);
  const link = claim.number === null ? escape(pointer) : claimLink(claim.number);
  return `${link} <bdi>${escape(statement)}</bdi> <span class="standing">(${escape(standing)})</span>`;
}

function questionArticle(question: ReportQuestion): string {
  const { kind, statement, why, state, stateBecause, claims } = question;
  return `<article>
<h3 dir="auto">${escape(statement)}</h3>
${standing(`${readable(kind)}, ${state}`, stateBecause, claims)}
${why === null ? '' : `<p dir="auto">${escape(why)}</p>`}
<dl>${term(couldAnswerWords(question))}</dl>
</article>`;
}

function answerArticle(answered: ReportAnswer): string {
  const { kind, question, because, claims } = answered;
  return `<article>
<h3 dir="auto">${escape(question)}</h3>
${standing(`${readable(kind)}, answered`, because, claims)}
<dl>${answerParticulars(answered).map(term).join('')}</dl>
</article>`;
}

function standing(state: string, because: string | null, claims: number[]): string {
  return `<p dir="auto"><em>${escape(state)}</em>${because === null ? '' : `: ${escape(because)}`} — on ${claims.map(claimLink).join(', ')}</p>`;
}

function gapParts({ counts, documents }: ReportGaps): string[] {
  if (documents.length === 0) return [];
  const rows = counts.map(({ state, documents: many }) => [escape(readable(state)), many]);
  return [table('By search', ['Search', 'Documents'], rows), ...documents.map(gapArticle)];
}

function gapArticle(gap: ReportGap): string {
  return `<article>
<h3 dir="auto">${escape(gap.description)}</h3>
<dl>${gapParticulars(gap).map(term).join('')}</dl>
</article>`;
}

function logArticle({ question, state, leads }: ReportLog): string {
  const items = leads.map(leadWords).map(({ lead, below }) => escape(lead) + list(below.map(escape)));
  return `<article>
<h3 dir="auto">${escape(question)}</h3>
<p><em>${escape(state)}</em></p>
${list(items)}
</article>`;
}

function claimLink(number: number): string {
  return `<a href="#claim-${number}">#${number}</a>`;
}

function term({ name, values }: Particular): string {
  return `<dt>${escape(name)}</dt>${values.map((value) => `<dd dir="auto">${escape(value)}</dd>`).join('')}`;
}

/** @param items are HTML already; nothing where there are none */
function list(items: string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li dir="auto">${item}</li>`).join('')}</ul>`;
}
