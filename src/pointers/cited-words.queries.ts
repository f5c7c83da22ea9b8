import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { anchorJoins, certainFirst, passageNumber } from '../claims/anchor-document.js';
import type { AnchorState } from '../collation/vocabularies.js';
import {
  closedJoin,
  readable,
  readableEnd,
  readableStart,
  readableWords,
  shownOfAnchor,
} from '../access/readable-text.js';
import { Reader } from '../database/reader.js';
import { type Statement, statement } from '../database/statement.js';
import { currentTable, NOW, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { type Moment, momentAsOf } from '../provenance/moment.js';
import { rightsMembers } from '../testimonies/rights-on-display.js';
import type { CitedPart, CitedPlace, LaterRevision } from './cited-words.rules.js';
import type { Place } from '../revisions/difference.rules.js';

/*
 * $2 is always the clearance: what one may not see is named by no pointer. Places are those of the text that one is shown.
 */

export interface CitedRevision extends LaterRevision {
  id: string;
  sha256: string;
  codePoints: number;
}

export interface TestimonyRow {
  /** With what is said of the rights in it */
  testimony: { id: string; accession: string; title: string; language: string };
  /** In their order */
  revisions: CitedRevision[];
}

const shown = readable('r', 'closed.list');

/** $1 the accession number; $3 the moment */
const testimonyAt = (at: TableAt, asOf: string): string => `
  SELECT json_build_object('id', t.id, 'accession', t.accession, 'title', t.title, 'language', t.language,
       ${rightsMembers('t.id', '$2', asOf)}) AS testimony,
     (SELECT coalesce(json_agg(json_build_object('id', r.id, 'number', r.number, 'sha256', ${shown.sha256},
         'codePoints', ${shown.codePoints}, 'kind', r.kind, 'because', r.because,
         'at', activity_reference(r.activity_id) -> 'at') ORDER BY r.number), '[]')
       FROM ${at('revision', 'testimony_id', 't.id')} r ${closedJoin('r.id', '$2')}
       WHERE r.testimony_id = t.id AND may_read(r.access, $2::smallint[])) AS revisions
   FROM ${at('testimony', 'accession', '$1')} t WHERE t.accession = $1 AND may_read(t.access, $2::smallint[])`;

const testimony = {
  now: statement('cited_words.testimony', testimonyAt(currentTable, NOW)),
  then: statement('cited_words.testimony_as_of', testimonyAt(tableAsOf('$3'), '$3::bigint[]')),
};

export interface PassageRow extends Place {
  revision: number;
}

/** $1 the testimony, $3 the number of a passage, $4 the moment: where it is in each revision that has it, in their order */
const passagesAt = (at: TableAt): string => `
  SELECT r.number AS revision, ${readableStart('p.start_offset', 'closed.list')} AS start,
     ${readableEnd('p.end_offset', 'closed.list')} AS end
   FROM ${at('revision', 'testimony_id', '$1')} r
   JOIN passage p ON p.revision_id = r.id AND p.number = $3 AND may_read(p.access, $2::smallint[])
   ${closedJoin('r.id', '$2')}
   WHERE r.testimony_id = $1 AND may_read(r.access, $2::smallint[])
   ORDER BY r.number`;

const passages = {
  now: statement('cited_words.passage', passagesAt(currentTable)),
  then: statement('cited_words.passage_as_of', passagesAt(tableAsOf('$4'))),
};

export interface AnchorRow {
  revision: number;
  /** Null where they are lost there */
  start: number | null;
  end: number | null;
  state: AnchorState;
  /** Where they last stood for certain */
  stood: number;
  passage: number | null;
}

export interface ClaimRow {
  claim: { id: string; number: number; statement: string; confidence: string | null };
  /** Of all revisions; within one, those whose place is certain first */
  anchors: AnchorRow[];
  /** Where its words stood before a person said that they stand elsewhere */
  earlier: { revision: number; passage: number }[];
}

/**
 * $1 the testimony, $3 the number of the claim, $4 the moment
 * @param ended SQL that says whether the version `h` of an anchor was over
 */
const claimAt = (at: TableAt, ended: string): string => `
  SELECT json_build_object('id', claim.id, 'number', claim.number, 'statement', claim.statement,
       'confidence', (SELECT a.confidence FROM ${at('assessment', 'claim_id', 'claim.id')} a
         WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint[]) ORDER BY a.sequence DESC LIMIT 1)) AS claim,
     (SELECT coalesce(json_agg(json_build_object('revision', r.number,
         'start', ${shownOfAnchor('start_offset')}, 'end', ${shownOfAnchor('end_offset')}, 'state', a.state, 'stood', stood.number, 'passage', ${passageNumber}) ORDER BY r.number, ${certainFirst}), '[]')
       FROM ${at('anchor', 'claim_id', 'claim.id')} a ${anchorJoins}
       JOIN revision stood ON stood.id = p.revision_id AND may_read(stood.access, $2::smallint[])
       WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint[])) AS anchors,
     (SELECT coalesce(json_agg(json_build_object('revision', r.number, 'passage', p.number)), '[]')
       FROM history h
       JOIN anchor a ON a.id = h.record_id AND may_read(a.access, $2::smallint[])
       JOIN passage p ON p.id = (h.record ->> 'passage_id')::uuid AND may_read(p.access, $2::smallint[])
       JOIN revision r ON r.id = p.revision_id AND may_read(r.access, $2::smallint[])
       WHERE h.table_name = 'anchor' AND h.record @> jsonb_build_object('claim_id', claim.id)
         AND ${ended}) AS earlier
   FROM ${at('claim', 'testimony_id', '$1')} claim
   WHERE claim.testimony_id = $1 AND claim.number = $3 AND may_read(claim.access, $2::smallint[])`;

const claim = {
  now: statement('cited_words.claim', claimAt(currentTable, 'true')),
  then: statement(
    'cited_words.claim_as_of',
    claimAt(tableAsOf('$4'), '(SELECT seen_at(e.sequence, $4) FROM activity e WHERE e.id = h.ended_by)'),
  ),
};

export interface WordsRow extends Omit<CitedPart, 'state'> {
  before: string;
  after: string;
}

/** So many code points of what stands around the words are shown. */
const AROUND = 64;

/** $1 the revision, $3 where words begin in it, $4 where they end: those that are within the text, in the order asked for */
const words = statement(
  'cited_words.words',
  `SELECT place.start_offset AS start, place.end_offset AS end,
     substr(r.text, place.start_offset + 1, place.end_offset - place.start_offset) AS words,
     substr(r.text, greatest(0, place.start_offset - ${AROUND}) + 1, least(place.start_offset, ${AROUND})) AS before,
     substr(r.text, place.end_offset + 1, ${AROUND}) AS after,
     (SELECT coalesce(json_agg(p.number ORDER BY p.start_offset), '[]') FROM passage p
       WHERE p.revision_id = r.id AND may_read(p.access, $2::smallint[])
         AND ${readableStart('p.start_offset', 'r.closed')} < place.end_offset
         AND ${readableEnd('p.end_offset', 'r.closed')} > place.start_offset) AS passages
   FROM (
     SELECT r.id, closed.list AS closed, ${shown.text} AS text, ${shown.codePoints} AS code_points
     FROM revision r ${closedJoin('r.id', '$2')}
     WHERE r.id = $1 AND may_read(r.access, $2::smallint[]) OFFSET 0) r
   JOIN unnest($3::integer[], $4::integer[]) WITH ORDINALITY AS place (start_offset, end_offset, position)
     ON place.end_offset <= r.code_points
   ORDER BY place.position`,
);

/** Two texts of which the one came of the other, and where they begin in their revisions */
export interface TextsRow {
  before: string;
  startBefore: number;
  after: string;
  startAfter: number;
}

/** $1 a revision, $3 a later one, $4 and $5 where words begin and end in the first: the passage that holds them, in both */
const passageTexts = statement(
  'cited_words.passage_texts',
  `SELECT ${readableWords('r', 'p', 'closed.list')} AS before,
     ${readableStart('p.start_offset', 'closed.list')} AS "startBefore",
     ${readableWords('later', 'goes_on', 'closed_later.list')} AS after,
     ${readableStart('goes_on.start_offset', 'closed_later.list')} AS "startAfter"
   FROM passage p
   JOIN revision r ON r.id = p.revision_id AND may_read(r.access, $2::smallint[])
   JOIN passage goes_on ON goes_on.revision_id = $3 AND goes_on.number = p.number
     AND may_read(goes_on.access, $2::smallint[])
   JOIN revision later ON later.id = goes_on.revision_id AND may_read(later.access, $2::smallint[])
   ${closedJoin('r.id', '$2')}
   ${closedJoin('later.id', '$2', 'closed_later')}
   WHERE p.revision_id = $1 AND may_read(p.access, $2::smallint[])
     AND ${readableStart('p.start_offset', 'closed.list')} <= $4 AND ${readableEnd('p.end_offset', 'closed.list')} >= $5`,
);

/** $1 a revision, $3 a later one: the whole of both */
const texts = statement(
  'cited_words.texts',
  `SELECT ${shown.text} AS before, 0 AS "startBefore", ${readable('later', 'closed_later.list').text} AS after,
     0 AS "startAfter"
   FROM revision r JOIN revision later ON later.id = $3 AND may_read(later.access, $2::smallint[])
   ${closedJoin('r.id', '$2')}
   ${closedJoin('later.id', '$2', 'closed_later')}
   WHERE r.id = $1 AND may_read(r.access, $2::smallint[])`,
);

/** As whom, and as of when. Texts and passages never change: of those it is enough that one may name them. */
export interface Asker {
  clearance: Clearance;
  moment: Moment | null;
}

/** What pointers are resolved with. */
@Injectable()
export class CitedWordsQueries {
  constructor(private readonly reader: Reader) {}

  async asker(clearance: Clearance, asOf?: string): Promise<Asker> {
    return { clearance, moment: await momentAsOf(this.reader, asOf, clearance) };
  }

  async testimony(accession: string, asker: Asker): Promise<TestimonyRow | undefined> {
    return (await this.at<TestimonyRow>(testimony, [accession], asker))[0];
  }

  /** Where a passage is in each revision that has it, in their order. */
  passages(testimonyId: string, number: number, asker: Asker): Promise<PassageRow[]> {
    return this.at<PassageRow>(passages, [testimonyId, number], asker);
  }

  async claim(testimonyId: string, number: number, asker: Asker): Promise<ClaimRow | undefined> {
    return (await this.at<ClaimRow>(claim, [testimonyId, number], asker))[0];
  }

  /** The words in places of a revision; nothing of those that are beyond its end. */
  words(revisionId: string, places: readonly CitedPlace[], clearance: Clearance): Promise<WordsRow[]> {
    const [starts, ends] = [places.map(({ start }) => start), places.map(({ end }) => end)];
    return this.reader.rows<WordsRow>(words, [revisionId, clearance, starts, ends]);
  }

  /** The passage that holds a range, as it was and as it is; nothing where it did not go on. */
  async passageTexts(
    { from, to }: RevisionIds,
    { start, end }: Place,
    clearance: Clearance,
  ): Promise<TextsRow | undefined> {
    return (await this.reader.rows<TextsRow>(passageTexts, [from, clearance, to, start, end]))[0];
  }

  async texts({ from, to }: RevisionIds, clearance: Clearance): Promise<TextsRow | undefined> {
    return (await this.reader.rows<TextsRow>(texts, [from, clearance, to]))[0];
  }

  private at<Row>(
    { now, then }: { now: Statement; then: Statement },
    [of, ...more]: unknown[],
    { clearance, moment }: Asker,
  ): Promise<Row[]> {
    return moment === null
      ? this.reader.rows<Row>(now, [of, clearance, ...more])
      : this.reader.rows<Row>(then, [of, clearance, ...more, moment]);
  }
}

export interface RevisionIds {
  from: string;
  to: string;
}
