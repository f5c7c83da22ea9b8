import { readableAnchor, readableAnchorJoin, shownOfAnchor } from '../access/readable-text.js';
import type { TableAt } from '../provenance/as-of.js';

/*
 * What is said of an anchor `a` wherever anchors are shown, for a reader of clearance $2. Its words begin in the passage
 * `p`; of one that nobody has confirmed yet, or that is lost, `p` is where they last stood for certain.
 */

/** Whoever may not read the passage does not read its words as those of an anchor either. */
export const placeJoins = `
  JOIN revision r ON r.id = a.revision_id AND may_read(r.access, $2::smallint[])
  JOIN passage p ON p.id = a.passage_id AND may_read(p.access, $2::smallint[])`;

/** The same with `w`, what of the words is shown. */
export const anchorJoins = placeJoins + readableAnchorJoin('$2');

const currentOnes = (
  at: TableAt,
  joins: string,
): string => `${at('anchor', 'claim_id', 'claim.id')} a ${joins}
  WHERE a.claim_id = claim.id AND a.is_current AND may_read(a.access, $2::smallint[])`;

/** The anchors of the latest revision of the row `claim`; those of an earlier moment were the latest then. */
export const currentAnchors = (at: TableAt): string => currentOnes(at, anchorJoins);

/** Where they are, without what is shown of their words. */
export const currentPlaces = (at: TableAt): string => currentOnes(at, placeJoins);

/** Words that stand for certain come before those that may, and those before the lost. */
export const certainFirst = `a.state IN ('needs_review', 'lost'), a.start_offset, a.end_offset, a.id`;

/** The number of the passage in which the words begin, or would; of lost ones, null. */
export const passageNumber = `CASE a.state WHEN 'lost' THEN NULL WHEN 'needs_review' THEN (
    SELECT proposed.number FROM passage proposed
    WHERE proposed.revision_id = a.revision_id AND proposed.end_offset > a.start_offset
      AND may_read(proposed.access, $2::smallint[])
    ORDER BY proposed.start_offset LIMIT 1)
  ELSE p.number END`;

/** Whether the words of a row stand where it says for certain: unchanged, or looked at by a person. */
export const isSettled = (row: string): string =>
  `(${row}.state = 'firm' OR ${row}.state = 'text_changed' AND ${row}.confirmed_by_id IS NOT NULL)`;

/** Of what is not as it was: the words that last stood for certain, and where. Rows carried from never change again. */
export const wordsBefore = `CASE WHEN a.state <> 'firm' THEN (
  WITH RECURSIVE earlier AS (
    SELECT x.* FROM anchor x WHERE x.id = a.carried_from_id
    UNION ALL
    SELECT x.* FROM earlier JOIN anchor x ON x.id = earlier.carried_from_id WHERE NOT ${isSettled('earlier')}
  )
  SELECT json_build_object('revision', text.number, 'passage', stood.number,
    'exact', (${readableAnchor('earlier', '$2')}).exact)
  FROM earlier
  JOIN passage stood ON stood.id = earlier.passage_id AND may_read(stood.access, $2::smallint[])
  JOIN revision text ON text.id = stood.revision_id AND may_read(text.access, $2::smallint[])
  WHERE ${isSettled('earlier')} AND may_read(earlier.access, $2::smallint[])) END`;

export const anchorMembers = `
  'id', a.id, 'revision', json_build_object('id', r.id, 'number', r.number), 'passage', ${passageNumber},
  'start', ${shownOfAnchor('start_offset')}, 'end', ${shownOfAnchor('end_offset')}, 'exact', ${shownOfAnchor('exact')},
  'prefix', ${shownOfAnchor('prefix')}, 'suffix', ${shownOfAnchor('suffix')},
  'state', a.state, 'method', a.method, 'score', a.score, 'margin', a.margin,
  'confirmed', (SELECT agent_reference(g.id, g.name, g.description) FROM agent g
    WHERE g.id = a.confirmed_by_id AND may_read(g.access, $2::smallint[])),
  'because', a.because, 'before', ${wordsBefore}, 'version', a.version`;
