import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { anchorJoins, certainFirst, passageNumber } from '../claims/anchor-document.js';
import type { AnchorState } from '../collation/vocabularies.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { NOW } from '../provenance/as-of.js';
import { rightsMembers } from '../testimonies/rights-on-display.js';
import type { CitedPart, CitedPlace, LaterRevision } from './cited-words.rules.js';
import type { Place } from '../revisions/difference.rules.js';

/* $2 is always the clearance: what one may not see is named by no pointer. */

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

/** $1 the accession number */
const testimony = statement(
  'cited_words.testimony',
  `SELECT json_build_object('id', t.id, 'accession', t.accession, 'title', t.title, 'language', t.language,
       ${rightsMembers('t.id', '$2', NOW)}) AS testimony,
     (SELECT coalesce(json_agg(json_build_object('id', r.id, 'number', r.number, 'sha256', r.sha256,
         'codePoints', r.code_points, 'kind', r.kind, 'because', r.because,
         'at', activity_reference(r.activity_id) -> 'at') ORDER BY r.number), '[]')
       FROM revision r WHERE r.testimony_id = t.id AND may_read(r.access, $2::smallint[])) AS revisions
   FROM testimony t WHERE t.accession = $1 AND may_read(t.access, $2::smallint[])`,
);

export interface PassageRow extends Place {
  revision: number;
}

/** $1 the testimony, $3 the number of a passage: where it is in each revision that has it, in their order */
const passages = statement(
  'cited_words.passage',
  `SELECT r.number AS revision, p.start_offset AS start, p.end_offset AS end
   FROM revision r
   JOIN passage p ON p.revision_id = r.id AND p.number = $3 AND may_read(p.access, $2::smallint[])
   WHERE r.testimony_id = $1 AND may_read(r.access, $2::smallint[])
   ORDER BY r.number`,
);

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

/** $1 the testimony, $3 the number of the claim */
const claim = statement(
  'cited_words.claim',
  `SELECT json_build_object('id', claim.id, 'number', claim.number, 'statement', claim.statement,
       'confidence', (SELECT a.confidence FROM assessment a
         WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint[]) ORDER BY a.sequence DESC LIMIT 1)) AS claim,
     (SELECT coalesce(json_agg(json_build_object('revision', r.number, 'start', a.start_offset, 'end', a.end_offset,
         'state', a.state, 'stood', stood.number, 'passage', ${passageNumber}) ORDER BY r.number, ${certainFirst}), '[]')
       FROM anchor a ${anchorJoins}
       JOIN revision stood ON stood.id = p.revision_id AND may_read(stood.access, $2::smallint[])
       WHERE a.claim_id = claim.id AND may_read(a.access, $2::smallint[])) AS anchors,
     (SELECT coalesce(json_agg(json_build_object('revision', r.number, 'passage', p.number)), '[]')
       FROM history h
       JOIN anchor a ON a.id = h.record_id AND may_read(a.access, $2::smallint[])
       JOIN passage p ON p.id = (h.record ->> 'passage_id')::uuid AND may_read(p.access, $2::smallint[])
       JOIN revision r ON r.id = p.revision_id AND may_read(r.access, $2::smallint[])
       WHERE h.table_name = 'anchor' AND h.record @> jsonb_build_object('claim_id', claim.id)) AS earlier
   FROM claim WHERE claim.testimony_id = $1 AND claim.number = $3 AND may_read(claim.access, $2::smallint[])`,
);

export interface WordsRow extends Omit<CitedPart, 'state'> {
  before: string;
  after: string;
  /** Some of the words are of a passage that one may not see */
  isHidden: boolean;
}

/** So many code points of what stands around the words are shown, but nothing of a passage that one may not see. */
const AROUND = 64;

/** $1 the revision, $3 where words begin in it, $4 where they end: those that are within the text, in the order asked for */
const words = statement(
  'cited_words.words',
  `SELECT place.start_offset AS start, place.end_offset AS end,
     substr(r.text, place.start_offset + 1, place.end_offset - place.start_offset) AS words,
     substr(r.text, around.start + 1, place.start_offset - around.start) AS before,
     substr(r.text, place.end_offset + 1, around.end - place.end_offset) AS after,
     touched.passages, touched.is_hidden AS "isHidden"
   FROM unnest($3::integer[], $4::integer[]) WITH ORDINALITY AS place (start_offset, end_offset, position)
   JOIN revision r ON r.id = $1 AND may_read(r.access, $2::smallint[]) AND place.end_offset <= r.code_points
   CROSS JOIN LATERAL (
     SELECT coalesce(json_agg(p.number ORDER BY p.start_offset), '[]') AS passages,
       coalesce(bool_or(NOT may_read(p.access, $2::smallint[])), false) AS is_hidden
     FROM passage p
     WHERE p.revision_id = r.id AND p.start_offset < place.end_offset AND p.end_offset > place.start_offset) touched
   CROSS JOIN LATERAL (
     SELECT greatest(0, place.start_offset - ${AROUND},
         max(p.end_offset) FILTER (WHERE p.end_offset <= place.start_offset)) AS start,
       least(r.code_points, place.end_offset + ${AROUND},
         min(p.start_offset) FILTER (WHERE p.start_offset >= place.end_offset)) AS end
     FROM passage p WHERE p.revision_id = r.id AND NOT may_read(p.access, $2::smallint[])) around
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
  `SELECT substr(r.text, p.start_offset + 1, p.end_offset - p.start_offset) AS before, p.start_offset AS "startBefore",
     substr(later.text, goes_on.start_offset + 1, goes_on.end_offset - goes_on.start_offset) AS after,
     goes_on.start_offset AS "startAfter"
   FROM passage p
   JOIN revision r ON r.id = p.revision_id AND may_read(r.access, $2::smallint[])
   JOIN passage goes_on ON goes_on.revision_id = $3 AND goes_on.number = p.number
     AND may_read(goes_on.access, $2::smallint[])
   JOIN revision later ON later.id = goes_on.revision_id AND may_read(later.access, $2::smallint[])
   WHERE p.revision_id = $1 AND p.start_offset <= $4 AND p.end_offset >= $5 AND may_read(p.access, $2::smallint[])`,
);

/** $1 a revision, $3 a later one: the whole of both */
const texts = statement(
  'cited_words.texts',
  `SELECT r.text AS before, 0 AS "startBefore", later.text AS after, 0 AS "startAfter"
   FROM revision r JOIN revision later ON later.id = $3 AND may_read(later.access, $2::smallint[])
   WHERE r.id = $1 AND may_read(r.access, $2::smallint[])`,
);

/** What pointers are resolved with. */
@Injectable()
export class CitedWordsQueries {
  constructor(private readonly reader: Reader) {}

  async testimony(accession: string, clearance: Clearance): Promise<TestimonyRow | undefined> {
    return (await this.reader.rows<TestimonyRow>(testimony, [accession, clearance]))[0];
  }

  /** Where a passage is in each revision that has it, in their order. */
  passages(testimonyId: string, number: number, clearance: Clearance): Promise<PassageRow[]> {
    return this.reader.rows<PassageRow>(passages, [testimonyId, clearance, number]);
  }

  async claim(testimonyId: string, number: number, clearance: Clearance): Promise<ClaimRow | undefined> {
    return (await this.reader.rows<ClaimRow>(claim, [testimonyId, clearance, number]))[0];
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
}

export interface RevisionIds {
  from: string;
  to: string;
}
