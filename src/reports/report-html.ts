import type { QuestionRow, ReportClaim, ReportContent } from './report-content.js';
import {
  attemptWords,
  judgement,
  particulars,
  readable,
  stanceWords,
  UNVERIFIED_MEANING,
} from './report-words.js';

const STYLE = `
body { font: 1rem/1.5 Georgia, 'Noto Serif', 'Noto Serif JP', serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #999; } h3 { font-size: 1.05rem; margin: 0 0 .4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .4rem 0; } dt { color: #555; } dd { margin: 0; }
article { margin: 1.6rem 0; break-inside: avoid; }
blockquote { margin: .4rem 0; padding-left: .8rem; border-left: 3px solid #bbb; white-space: pre-line; }
table { border-collapse: collapse; } th, td { padding: .15rem .8rem .15rem 0; text-align: left; } td + td, th + th { text-align: right; }
.unverified { font-size: .8rem; border: 1px solid #8a4b00; color: #8a4b00; padding: 0 .35rem; border-radius: .2rem; white-space: nowrap; }
.pointer { color: #555; font-size: .85rem; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; } h2 { break-after: avoid; } }
`;

/** The report as one self-contained page, for the screen and for paper. Everything people wrote is escaped. */
export function htmlReport(content: ReportContent): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Citation report: ${escape(content.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Citation report: ${escape(content.title)}</h1>
<dl>${particulars(content).map(term).join('')}</dl>
<h2>Confidence</h2>
<table>
<thead><tr><th scope="col">Confidence</th><th scope="col">Claims</th></tr></thead>
<tbody>${content.confidences.map(({ confidence, claims }) => `<tr><td>${escape(confidence)}</td><td>${claims}</td></tr>`).join('')}</tbody>
</table>
<p>${content.unverified} of ${content.claims.length} claims are unverified. ${escape(UNVERIFIED_MEANING)}</p>
<h2>Claims</h2>
${content.claims.map((claim) => claimArticle(claim, content.language)).join('\n')}
${section('Claims that cannot all be true', content.contradictions.map(contradictionArticle))}
${section('Open questions', content.questions.map(questionArticle))}
${section('Sources cited', content.bibliography.length === 0 ? [] : [list(content.bibliography.map(escape))])}
</body>
</html>
`;
}

function section(title: string, parts: string[]): string {
  return parts.length === 0 ? '' : `<h2>${escape(title)}</h2>\n${parts.join('\n')}`;
}

function claimArticle(claim: ReportClaim, language: string): string {
  const told = claim.tellers.length === 0 ? '' : ` (${claim.tellers.join('; ')})`;
  const particularsOfClaim: [string, string][] = [
    ['Confidence', judgement(claim)],
    ...(claim.rationale === null ? [] : [['Why', claim.rationale] as [string, string]]),
    ['How the narrator knows', `${claim.basis}${told}`],
    ...(claim.dateAsTold === null ? [] : [['Date as told', claim.dateAsTold] as [string, string]]),
    ...claim.citations.map(({ stance, note, remark }): [string, string] => [
      stanceWords(stance),
      remark === null ? note : `${note} — ${remark}`,
    ]),
    ...claim.flags.map(({ kind, reason, state }): [string, string] => [`Flag, ${kind} (${state})`, reason]),
  ];
  const mark = claim.unverified ? ' <span class="unverified">unverified</span>' : '';
  return `<article id="claim-${claim.number}">
<h3>#${claim.number} ${escape(claim.statement)}${mark}</h3>
${claim.quotations.map(({ paragraph, words }) => `<blockquote lang="${escape(language)}">“${escape(words)}” (¶${paragraph})</blockquote>`).join('')}
<dl>${particularsOfClaim.map(term).join('')}</dl>
<p class="pointer">${escape(claim.pointer)}</p>
</article>`;
}

function contradictionArticle({
  statement,
  state,
  rationale,
  claims,
}: ReportContent['contradictions'][number]): string {
  return `<article>
<h3>${escape(statement)}</h3>
${list(claims.map((claim) => `<a href="#claim-${claim.number}">#${claim.number}</a> ${escape(claim.statement)}`))}
<p><em>${escape(readable(state))}.</em> ${escape(rationale ?? '')}</p>
</article>`;
}

function questionArticle({ kind, statement, why, state, stateBecause, claims, leads }: QuestionRow): string {
  const links = claims.map((number) => `<a href="#claim-${number}">#${number}</a>`).join(', ');
  const leadItems = leads.map(
    (lead) =>
      `${escape(`Lead (${lead.kind}, ${readable(lead.state)}): ${lead.description}${lead.note === null ? '' : ` — ${lead.note}`}`)}` +
      (lead.attempts.length === 0
        ? ''
        : list(lead.attempts.map((attempt) => escape(`Attempt: ${attemptWords(attempt)}`)))),
  );
  return `<article>
<h3>${escape(statement)}</h3>
<p><em>${escape(readable(kind))}, ${escape(state)}</em>${stateBecause === null ? '' : `: ${escape(stateBecause)}`} — on ${links}</p>
${why === null ? '' : `<p>${escape(why)}</p>`}
${leadItems.length === 0 ? '' : list(leadItems)}
</article>`;
}

function term([name, value]: [string, string]): string {
  return `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`;
}

/** @param items are HTML already */
function list(items: string[]): string {
  return `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
