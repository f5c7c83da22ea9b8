import type { Years } from '../claims/telling-distance.rules.js';
import type { FlagRow } from './report-rows.js';
import type {
  ReportCitation,
  ReportClaim,
  ReportHop,
  ReportJudgement,
  ReportQuotation,
  ReportSide,
} from './report-content.js';
import { recordList, recordWords } from './report-words.js';

/** What is said of a claim, under a name; where there is more than one thing to say, in their order. */
export interface Particular {
  name: string;
  values: string[];
}

/** Where the words of a claim stand, and what became of them: beside the words in every format. */
export function placeWords({
  paragraph,
  words,
  state,
  revision,
  before,
  confirmedBy,
}: ReportQuotation): string {
  const said = {
    firm: null,
    text_changed: 'the words were changed',
    needs_review: `not certain: nobody has confirmed that these are the words in revision ${revision}`,
    lost: `lost: the words are not in revision ${revision}`,
  }[state];
  const last = before && `revision ${before.revision} ¶${before.paragraph}`;
  return [
    paragraph === null ? null : `¶${paragraph}`,
    said,
    before && (before.words === words ? `last in ${last}` : `before, in ${last}: “${before.words}”`),
    confirmedBy === null ? null : `looked at by ${confirmedBy}`,
  ]
    .filter((part) => part !== null)
    .join('; ');
}

/** Everything a report says of a claim below its words: each format only marks it up. */
export function claimParticulars(claim: ReportClaim): Particular[] {
  const { telling, circular, weakestLink } = claim;
  const said: Particular[] = [
    ...judgementParticulars(claim),
    { name: 'How the narrator knows', values: [knowledgeWords(claim)] },
    { name: 'Told by', values: chainWords(claim) },
    { name: 'Date as told', values: claim.dateAsTold === null ? [] : [claim.dateAsTold] },
    {
      name: 'From event to recording',
      values: telling.distance === null ? [] : [yearsWords(telling.distance)],
    },
    { name: 'Independent lines', values: linesWords(claim) },
    {
      name: 'Circular reporting',
      values: circular.map((path) => path.map(recordWords).join(' → ')),
    },
    { name: 'Single points of failure', values: failureWords(claim) },
    {
      name: 'Weakest link',
      values: [
        ...(weakestLink.confidence === null
          ? []
          : [`judged ${weakestLink.confidence.confidence}: ${recordList(weakestLink.confidence.claims)}`]),
        ...(weakestLink.reliability === null
          ? []
          : [`reliability ${weakestLink.reliability.grade}: ${recordList(weakestLink.reliability.sources)}`]),
      ],
    },
    ...claim.citations.map((citation) => ({
      name: stanceWords(citation.stance),
      values: [citationWords(citation)],
    })),
    ...claim.flags.map((flag) => ({ name: `Flag, ${flag.kind}`, values: [flagWords(flag)] })),
    { name: 'Cite as', values: [claim.pointer] },
  ];
  return said.filter(({ values }) => values.length > 0);
}

/** Where they differ, the judgements stand side by side in a table of their own, and only that is said here. */
function judgementParticulars({ contested, judgements }: ReportClaim): Particular[] {
  if (judgements.length === 0) return [{ name: 'Confidence', values: ['not assessed'] }];
  if (contested) return [{ name: 'Confidence', values: [contestedWords(judgements)] }];
  return judgements.flatMap((judgement) => [
    { name: 'Confidence', values: [`${judgement.confidence} (${judgedWords(judgement)})`] },
    { name: 'Why', values: [judgement.rationale] },
  ]);
}

function contestedWords(judgements: ReportJudgement[]): string {
  return `contested; the newest judgement is ${judgements[0]!.confidence}`;
}

/** By whom and when. */
export function judgedWords({ by, on, onEarlierWording }: ReportJudgement): string {
  return `${by}, ${on}${onEarlierWording ? ', on an earlier wording' : ''}`;
}

function knowledgeWords({ basis, telling }: ReportClaim): string {
  const { roots } = telling;
  const isSaidBelow = roots.length === 0 || firstTeller(telling) !== undefined;
  return isSaidBelow ? basis : `${basis}; the telling begins with ${recordList(roots)}`;
}

/** The hop with whom the telling begins: the last whose teller is known, unless what he had read leads further. */
function firstTeller({ chain, roots }: ReportClaim['telling']): ReportHop | undefined {
  const last = chain.findLast(({ teller }) => teller !== null);
  return roots.length === 1 && roots[0]!.label === last?.teller ? last : undefined;
}

function chainWords({ telling }: ReportClaim): string[] {
  const first = firstTeller(telling);
  return telling.chain.map((hop, n) =>
    [telling.chain.length === 1 ? '' : `${n + 1}. `, hopWords(hop, hop === first)].join(''),
  );
}

function hopWords(hop: ReportHop, isFirst: boolean): string {
  const { basis, teller, unnamed, when, where, note, sinceEvent, untilRecording } = hop;
  const who = teller === null ? 'unknown' : unnamed ? `unnamed: ${teller}` : teller;
  const distances = [
    sinceEvent === null ? null : distanceWords(sinceEvent, 'after the event', 'before the event'),
    untilRecording === null
      ? null
      : distanceWords(untilRecording, 'before the recording', 'after the recording'),
  ].filter((part) => part !== null);
  const told = [
    when,
    where,
    distances.join(' and ') || null,
    isFirst ? 'the telling begins here' : null,
  ].filter((part) => part !== null);
  const words = `${basis}: ${who}${told.length === 0 ? '' : ` (${told.join('; ')})`}`;
  return note === null ? words : `${words} — ${note}`;
}

/** @param usual what the years are, and `reversed` what they are where the dates stand the wrong way round */
function distanceWords(years: Years, usual: string, reversed: string): string {
  const isReversed = (years.min ?? 0) < 0 || (years.max ?? 0) < 0;
  if (!isReversed) return `${yearsWords(years)} ${usual}`;
  const turned = { min: years.max === null ? null : -years.max, max: years.min === null ? null : -years.min };
  return `by these dates ${yearsWords(turned)} ${reversed}`;
}

export function yearsWords({ min, max }: Years): string {
  if ((min ?? 0) < 0 || (max ?? 0) < 0) {
    return `by these dates the second is earlier by ${yearsWords({ min: max === null ? null : -max, max: min === null ? null : -min })}`;
  }
  if (min === null) return `at most ${years(max!)}`;
  if (max === null) return `at least ${years(min)}`;
  if (max === 0) return 'less than a day';
  if (min === 0) return max === 1 ? 'within a year' : `up to ${years(max)}`;
  return min === max ? years(min) : `${min} to ${years(max)}`;
}

function years(many: number): string {
  return many === 1 ? '1 year' : `${many} years`;
}

function linesWords({ lines, onlyOneUnnamedLine }: ReportClaim): string[] {
  return [
    `for: ${sideWords(lines.for)}${onlyOneUnnamedLine ? '; it stands on one unnamed line only' : ''}`,
    `against: ${sideWords(lines.against)}`,
    ...(lines.complete ? [] : ['the way up is too wide to be followed to its end: there may be more']),
  ];
}

function sideWords({ citations, independentLines, roots, includesUnnamed }: ReportSide): string {
  const cited = citations === 1 ? '1 citation' : `${citations} citations`;
  if (citations === 0) return '0, nothing cited';
  if (roots.length === 0)
    return `${independentLines} (${cited}, with no beginning of ${citations === 1 ? 'its' : 'their'} own)`;
  return `${independentLines} (${cited}), back to ${recordList(roots)}${includesUnnamed ? '; an unnamed source among them' : ''}`;
}

/** Lines that are gone, or everything: the records without which nothing is left. */
function failureWords({ singlePointsOfFailure }: ReportClaim): string[] {
  const losing = (loss: string, words: string): string[] => {
    const records = singlePointsOfFailure.filter(({ loses }) => loses === loss).map(({ record }) => record);
    return records.length === 0 ? [] : [`${words}: ${recordList(records)}`];
  };
  return [
    ...losing('last_independent_line', 'its last independent line'),
    ...losing('everything', 'everything'),
  ];
}

function stanceWords(stance: string): string {
  return { for: 'For', against: 'Against' }[stance] ?? 'Context';
}

const STANDINGS = {
  independent: '',
  circular: ' [goes in a circle]',
  // It leads to what the telling goes back to itself, or to a withdrawn source.
  same_telling: ' [no beginning of its own]',
};

function citationWords({ standing, note, remark, unverified }: ReportCitation): string {
  return [
    note,
    unverified ? ' [unverified]' : '',
    standing === null ? '' : STANDINGS[standing],
    remark === null ? '' : ` — ${remark}`,
  ].join('');
}

function flagWords({ reason, by, state, decidedBecause, reopenedBecause }: FlagRow): string {
  const decided = [
    state,
    ...(reopenedBecause === null ? [] : [`reopened: ${reopenedBecause}`]),
    ...(decidedBecause === null ? [] : [`decided: ${decidedBecause}`]),
  ];
  return `${reason} (${by}; ${decided.join('; ')})`;
}
