import { type Statement, statement } from '../database/statement.js';
import { TELLER_RECORD } from './teller-rows.js';

/*
 * A claim with all that was recorded with it, in one statement: one round trip, and the triggers run once a table.
 * $1 testimony, $2 revision, $3 access, $4 the assessor, $5 everything else as one JSON object, as claims.service
 * makes it, $6 the activity: asking current_activity() for every row would cost more than the row, and the trigger
 * checks it all the same.
 */

const CLAIM = `new_claim AS (
  INSERT INTO claim (id, testimony_id, number, statement, kind, basis, date_words, date_edtf, date_span, access,
    activity_id)
  SELECT c.id, $1, (SELECT coalesce(max(number), 0) + 1 FROM claim WHERE testimony_id = $1),
    c.statement, c.kind, c.basis, c."dateWords", c."dateEdtf", c."dateSpan", $3, $6::uuid
  FROM jsonb_to_record($5::jsonb -> 'claim') AS c (id uuid, statement text, kind text, basis text,
    "dateWords" text, "dateEdtf" text, "dateSpan" datemultirange)
  WHERE NOT EXISTS (SELECT FROM revision later WHERE later.previous_id = $2)
  RETURNING id
)`;

const ANCHORS = `new_anchors AS (
  INSERT INTO anchor (claim_id, passage_id, revision_id, start_offset, end_offset, exact, prefix, suffix, access,
    activity_id)
  SELECT new_claim.id, (SELECT p.id FROM passage p
      WHERE p.revision_id = $2 AND p.start_offset <= a."firstWord" ORDER BY p.start_offset DESC LIMIT 1),
    $2, a.start, a."end", a.exact, a.prefix, a.suffix, $3, $6
  FROM new_claim, jsonb_to_recordset($5::jsonb -> 'anchors') AS a (start integer, "end" integer,
    "firstWord" integer, exact text, prefix text, suffix text)
)`;

const TELLERS = `new_tellers AS (
  INSERT INTO teller (claim_id, position, basis, agent_id, source_id, told_words, told_edtf, told_span,
    told_where, note, access, activity_id)
  SELECT new_claim.id, h.position, h.basis, h."agentId", h."sourceId", h.words, h.edtf, h.span, h."where",
    h.note, $3, $6
  FROM new_claim, jsonb_to_recordset($5::jsonb -> 'tellers') AS h ${TELLER_RECORD}
)`;

const MENTIONS = `new_mentions AS (
  INSERT INTO mention (claim_id, agent_id, place_id, event_id, words, position, access, activity_id)
  SELECT new_claim.id, m."agentId", m."placeId", m."eventId", m.words, m.position, $3, $6
  FROM new_claim, jsonb_to_recordset($5::jsonb -> 'mentions') AS m (position integer, "agentId" uuid,
    "placeId" uuid, "eventId" uuid, words text)
)`;

const ASSESSMENT = `new_assessment AS (
  INSERT INTO assessment (claim_id, claim_version, agent_id, confidence, rationale, access, activity_id)
  SELECT new_claim.id, 1, $4, a.confidence, a.rationale, $3, $6
  FROM new_claim, jsonb_to_record($5::jsonb -> 'assessment') AS a (confidence text, rationale text)
  WHERE a.confidence IS NOT NULL
  RETURNING id
)`;

const CITATIONS = `new_citations AS (
  INSERT INTO citation (id, claim_id, stance, source_id, cited_claim_id, cited_passage_id, locator_label,
    locator_value, quotation, quotation_language, note, source_class, information_class, evidence_class, access,
    activity_id)
  SELECT c.id, new_claim.id, c.stance, c."sourceId", c."claimId", c."passageId", c."locatorLabel",
    c."locatorValue", c.quotation, c."quotationLanguage", c.note, c."sourceClass", c."informationClass",
    c."evidenceClass", $3, $6
  FROM new_claim, jsonb_to_recordset($5::jsonb -> 'citations') AS c (id uuid, stance text, "sourceId" uuid,
    "claimId" uuid, "passageId" uuid, "locatorLabel" text, "locatorValue" text, quotation text,
    "quotationLanguage" text, note text, "sourceClass" text, "informationClass" text, "evidenceClass" text)
  RETURNING id
)`;

// An assessment made together with the claim rests on all that is cited with it.
const RESTS_ON = `new_rests AS (
  INSERT INTO assessment_citation (assessment_id, citation_id, access, activity_id)
  SELECT new_assessment.id, new_citations.id, $3, $6 FROM new_assessment, new_citations
)`;

/** Nothing is written, and no row comes back, where the text has been revised since the anchors were placed in it. */
function insert(name: string, parts: string[]): Statement {
  return statement(name, `WITH ${[...parts, RESTS_ON].join(', ')} SELECT id FROM new_claim`);
}

export const insertClaim = insert('claims.insert', [
  CLAIM,
  ANCHORS,
  TELLERS,
  MENTIONS,
  ASSESSMENT,
  CITATIONS,
]);

/** Where nobody told it and nobody is mentioned: two tables less to open, with ten indexes and four triggers. */
export const insertPlainClaim = insert('claims.insert_plain', [CLAIM, ANCHORS, ASSESSMENT, CITATIONS]);
