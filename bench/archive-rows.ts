import { createHash } from 'node:crypto';
import { quoteContext } from '../src/claims/anchor.rules.js';
import { BASES, CLAIM_KINDS, CONFIDENCES, INFORMATION_CLASSES, STANCES } from '../src/claims/vocabularies.js';
import { readEdtf } from '../src/common/edtf-date.js';
import { passagesOf } from '../src/testimonies/passage.rules.js';
import { Random } from './random.js';
import { type GeneratedText, generateText, type Language, LANGUAGES, sentence } from './testimony-text.js';

export type Value = string | number | null;

/** Rows to be copied into one table; the columns are those of COLUMNS. */
export interface TableRows {
  table: Table;
  rows: Iterable<Value[]>;
}

/** Every table the bench fills, in an order in which nothing refers to what comes later. */
export const COLUMNS = {
  agent: 'id kind name',
  place: 'id name',
  source: 'id csl description unnamed_because',
  testimony: 'id accession title kind language recorded_words recorded_edtf recorded_span summary rights',
  contribution: 'id testimony_id agent_id role position',
  revision: 'id testimony_id number text sha256 bytes code_points segmentation',
  passage: 'id revision_id number start_offset end_offset',
  claim: 'id testimony_id number statement kind basis date_words date_edtf date_span',
  anchor: 'id claim_id passage_id revision_id start_offset end_offset exact prefix suffix',
  teller: 'id claim_id position basis agent_id source_id note',
  mention: 'id claim_id agent_id place_id words position',
  citation:
    'id claim_id stance source_id cited_claim_id cited_passage_id locator_label locator_value quotation information_class',
  assessment: 'id claim_id claim_version agent_id confidence rationale',
  assessment_citation: 'id assessment_id citation_id',
  flag: 'id claim_id kind reason raised_by_id',
  descent: 'id source_id testimony_id kind origin_source_id origin_agent_id origin_claim_id',
  reliability: 'id source_id agent_id grade rationale',
  question: 'id kind statement why',
  question_subject: 'id question_id role claim_id',
  lead: 'id question_id kind description',
  attempt: 'id lead_id outcome note',
} as const;

export type Table = keyof typeof COLUMNS;

export const CLAIMS_A_TESTIMONY = 200;
const PASSAGES_A_TESTIMONY = 200;
/** Claims that cite one another in a row, so that there is a way of many levels up. */
export const CHAIN = 12;
export const SEED = 19_450_809;
/** Newspapers that copied one report, on which one claim in nine rests. */
const COPIES = 40;

const DATES = [
  '1904',
  '1936-02-26',
  '1941-04-13',
  '1945-08',
  '1945-08-09',
  '1945/1949',
  '1946-21',
  '194X',
].map((edtf) => ({ edtf, span: readEdtf(edtf).span }));

/** Whom and what all testimonies have in common: people, places, sources. */
export interface Commons {
  people: string[];
  assessors: string[];
  places: string[];
  sources: string[];
  /** One report, and the newspapers that copied it */
  report: string;
  copies: string[];
}

export function commonIds(sourceCount: number): Commons {
  const ids = (stream: number, many: number): string[] => {
    const random = new Random(SEED, stream);
    return Array.from({ length: many }, () => random.uuid());
  };
  return {
    people: ids(-1, 500),
    assessors: ids(-2, 20),
    places: ids(-3, 300),
    sources: ids(-4, sourceCount),
    report: ids(-5, 1)[0]!,
    copies: ids(-6, COPIES),
  };
}

export function claimIds(testimony: number, many: number): string[] {
  const random = new Random(SEED ^ 0x60, testimony);
  return Array.from({ length: many }, () => random.uuid());
}

export function* commonRows(commons: Commons): Generator<TableRows> {
  const { people, assessors, places, sources, report, copies } = commons;
  const named = (kind: string, name: string) =>
    function* (ids: string[]): Generator<Value[]> {
      for (const [n, id] of ids.entries()) yield [id, ...(kind === '' ? [] : [kind]), `${name} ${n + 1}`];
    };
  yield { table: 'agent', rows: named('person', 'Person')(people) };
  yield { table: 'agent', rows: named('person', 'Assessor')(assessors) };
  yield { table: 'place', rows: named('', 'Place')(places) };
  for (let from = 0; from < sources.length; from += 5_000) {
    yield { table: 'source', rows: sourceRows(sources.slice(from, from + 5_000), from) };
  }
  yield {
    table: 'source',
    rows: [report, ...copies].map((id, n) => {
      const title = n === 0 ? 'The report of the agency' : `What newspaper ${n} printed`;
      return [id, JSON.stringify({ type: 'article-newspaper', title }), null, null];
    }),
  };
  const random = new Random(SEED ^ 0x80);
  yield { table: 'descent', rows: descentRows(random, commons) };
  yield {
    table: 'reliability',
    rows: sources.filter(() => random.chance(0.2)).map((id) => reliabilityRow(random, id, assessors)),
  };
}

/** One source in seven goes back to a later one, which keeps them from going in circles; one in five has an author. */
function* descentRows(random: Random, { people, sources, report, copies }: Commons): Generator<Value[]> {
  for (const copy of copies) yield [random.uuid(), copy, null, 'copies', report, null, null];
  for (const [n, id] of sources.entries()) {
    const later = sources[random.between(n + 1, sources.length)];
    if (random.chance(0.14) && later !== undefined)
      yield [random.uuid(), id, null, random.pick(['copies', 'quotes', 'summarises']), later, null, null];
    if (random.chance(0.2)) yield [random.uuid(), id, null, 'author', null, random.pick(people), null];
  }
}

function* sourceRows(ids: string[], from: number): Generator<Value[]> {
  for (const [n, id] of ids.entries()) {
    const random = new Random(SEED ^ 0x50, from + n);
    const language = random.pick(LANGUAGES);
    if (random.chance(0.02)) {
      yield [id, null, `What the narrator read: ${sentence(random, language)}`, 'The narrator names none.'];
      continue;
    }
    const csl = {
      type: random.pick(['book', 'article-journal', 'report', 'archive']),
      title: sentence(random, language),
      author: [{ family: `Author ${random.between(1, 4000)}`, given: 'A.' }],
      issued: { 'date-parts': [[random.between(1905, 2020)]] },
      publisher: `Press ${random.between(1, 300)}`,
    };
    yield [id, JSON.stringify(csl), null, null];
  }
}

export function reliabilityRow(random: Random, source: string, assessors: string[]): Value[] {
  const grade = random.pickUneven(['B', 'A', 'C', 'D', 'F', 'E']);
  return [random.uuid(), source, random.pick(assessors), grade, 'Checked against what else is known of it.'];
}

/** All rows of one testimony. The numbers are those of a well-kept archive: some 12 rows a claim, links included. */
export function* testimonyRows(n: number, claimCount: number, commons: Commons): Generator<TableRows> {
  const random = new Random(SEED, n);
  const language = LANGUAGES[n % LANGUAGES.length]!;
  const generated = generateText(random, language, PASSAGES_A_TESTIMONY);
  const testimonyId = random.uuid();
  const revisionId = random.uuid();
  const passageIds = generated.passages.map(() => random.uuid());
  const claims = claimIds(n, claimCount);

  const narrator = random.uuid();
  yield { table: 'agent', rows: [[narrator, 'person', `Narrator ${n + 1}`]] };
  yield { table: 'testimony', rows: [testimonyRow(random, testimonyId, n, language)] };
  yield {
    table: 'contribution',
    rows: [
      [random.uuid(), testimonyId, narrator, 'narrator', 0],
      [random.uuid(), testimonyId, random.pick(commons.people), 'interviewer', 1],
    ],
  };
  if (random.chance(0.2)) {
    const read = random.pickUneven(commons.sources);
    yield { table: 'descent', rows: [[random.uuid(), null, testimonyId, 'read', read, null, null]] };
  }
  const { text } = generated;
  const bytes = Buffer.from(text, 'utf8');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  yield {
    table: 'revision',
    rows: [[revisionId, testimonyId, 1, text, sha256, bytes.length, generated.index.length, 'paragraph']],
  };
  yield { table: 'passage', rows: passageRows(generated, revisionId, passageIds) };
  yield { table: 'claim', rows: claims.map((id, i) => claimRow(random, language, id, testimonyId, i)) };
  yield { table: 'anchor', rows: anchorRows(random, generated, claims, revisionId, passageIds) };
  yield* evidenceRows(random, language, claims, passageIds, commons);
  yield* aroundRows(random, language, claims, commons);
}

function testimonyRow(random: Random, id: string, n: number, language: Language): Value[] {
  const { edtf, span } = random.pick(DATES);
  const accession = `KTB-${String(n + 1).padStart(4, '0')}`;
  const [title, summary] = [sentence(random, language), sentence(random, language)];
  const kind = random.pick(['interview', 'memoir_chapter', 'letter']);
  return [id, accession, title, kind, language, 'as told', edtf, span, summary, 'Free for research.'];
}

function passageRows({ text, passages }: GeneratedText, revisionId: string, ids: string[]): Value[][] {
  const found = passagesOf(text, 'paragraph');
  if (found.length !== passages.length)
    throw new Error('The text does not fall into the passages it was made of.');
  return found.map(({ number, start, end }, i) => [ids[i]!, revisionId, number, start, end]);
}

function claimRow(random: Random, language: Language, id: string, testimonyId: string, i: number): Value[] {
  const date = random.chance(0.5) ? random.pick(DATES) : null;
  return [
    id,
    testimonyId,
    i + 1,
    sentence(random, language),
    random.pickUneven(CLAIM_KINDS),
    random.pickUneven(BASES),
    date === null ? null : 'in those days',
    date?.edtf ?? null,
    date?.span ?? null,
  ];
}

function* anchorRows(
  random: Random,
  { index, passages }: GeneratedText,
  claims: string[],
  revisionId: string,
  passageIds: string[],
): Generator<Value[]> {
  for (const [i, claimId] of claims.entries()) {
    const quoted = random.chance(0.05) ? [i, i + 1] : [i];
    for (const passage of quoted.map((p) => p % passages.length)) {
      const { start, end } = random.pick(passages[passage]!);
      const { prefix, suffix } = quoteContext(index, start, end);
      const exact = index.slice(start, end);
      yield [random.uuid(), claimId, passageIds[passage]!, revisionId, start, end, exact, prefix, suffix];
    }
  }
}

/** 1.3 citations and 0.6 assessments a claim. */
function* evidenceRows(
  random: Random,
  language: Language,
  claims: string[],
  passageIds: string[],
  { assessors, sources, report, copies }: Commons,
): Generator<TableRows> {
  const citations: Value[][] = [];
  const assessments: Value[][] = [];
  const restsOn: Value[][] = [];
  for (const [i, claimId] of claims.entries()) {
    const cited: string[] = [];
    const isLink = i > 0 && i < CHAIN;
    const many = Math.max(random.pick([0, 1, 1, 1, 1, 2, 2, 2, 1, 2, 0, 2]), isLink ? 1 : 0);
    for (let n = 0; n < many; n += 1) {
      const before = (isLink && n === 0) || random.chance(0.03) ? claims[i - 1] : undefined;
      const words = before === undefined && random.chance(0.02) ? random.pick(passageIds) : undefined;
      const printed = random.chance(0.12) ? (random.chance(0.4) ? report : random.pick(copies)) : undefined;
      const source =
        before === undefined && words === undefined ? (printed ?? random.pickUneven(sources)) : null;
      const id = random.uuid();
      cited.push(id);
      citations.push([
        id,
        claimId,
        random.pickUneven(STANCES),
        source,
        before ?? null,
        words ?? null,
        source === null ? null : 'page',
        source === null ? null : String(random.between(1, 400)),
        random.chance(0.3) ? sentence(random, language) : null,
        random.pick(INFORMATION_CLASSES),
      ]);
    }
    const judgements = random.chance(0.52) ? (random.chance(0.15) ? 2 : 1) : 0;
    for (let n = 0; n < judgements; n += 1) {
      const id = random.uuid();
      assessments.push([
        id,
        claimId,
        1,
        random.pick(assessors),
        random.pickUneven(CONFIDENCES),
        sentence(random, language),
      ]);
      for (const citationId of cited) restsOn.push([random.uuid(), id, citationId]);
    }
  }
  yield { table: 'citation', rows: citations };
  yield { table: 'assessment', rows: assessments };
  yield { table: 'assessment_citation', rows: restsOn };
}

/** Tellers, mentions, flags, and questions with a lead and an attempt. */
function* aroundRows(
  random: Random,
  language: Language,
  claims: string[],
  { people, assessors, places, sources }: Commons,
): Generator<TableRows> {
  const some = (probability: number): string[] => claims.filter(() => random.chance(probability));
  yield {
    table: 'teller',
    rows: some(0.3).flatMap((claimId) =>
      (random.chance(0.3) ? [1, 2, 3] : [1]).map((position) => {
        const source = random.chance(0.3) ? random.pickUneven(sources) : null;
        const person = source === null && random.chance(0.8) ? random.pick(people) : null;
        const basis = random.pickUneven(BASES);
        return [random.uuid(), claimId, position, basis, person, source, sentence(random, language)];
      }),
    ),
  };
  yield {
    table: 'mention',
    rows: some(0.8).map((claimId) => {
      const person = random.chance(0.6) ? random.pick(people) : null;
      return [
        random.uuid(),
        claimId,
        person,
        person === null ? random.pick(places) : null,
        'as he was called',
        1,
      ];
    }),
  };
  yield {
    table: 'flag',
    rows: some(0.05).map((claimId) => [
      random.uuid(),
      claimId,
      random.pick(['unverified', 'contradicted', 'misdated']),
      sentence(random, language),
      random.pick(assessors),
    ]),
  };
  const doubted = some(0.02).map((claimId) => ({
    claimId,
    questionId: random.uuid(),
    leadId: random.uuid(),
  }));
  yield {
    table: 'question',
    rows: doubted.map(({ questionId }) => [
      questionId,
      random.pick(['missing_document', 'person_not_reached', 'ambiguity']),
      sentence(random, language),
      sentence(random, language),
    ]),
  };
  yield {
    table: 'question_subject',
    rows: doubted.map(({ questionId, claimId }) => [random.uuid(), questionId, 'raised_by', claimId]),
  };
  yield {
    table: 'lead',
    rows: doubted.map(({ leadId, questionId }) => [leadId, questionId, 'person', sentence(random, language)]),
  };
  yield {
    table: 'attempt',
    rows: doubted.map(({ leadId }) => [random.uuid(), leadId, 'no_answer', sentence(random, language)]),
  };
}
