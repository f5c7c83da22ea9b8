/*
 * What the researchers' judgements make of the row `claim`, for a reader of clearance $2, now or as of a moment. The SQL
 * functions say it; but each call costs as much as all else that a list shows of a claim, and most claims have no
 * judgement that could matter. Judgements are never taken back, so one that is not there now never was.
 */

export const isUnverified = (asOf: string): string => `
  CASE WHEN EXISTS (SELECT FROM assessment x WHERE x.claim_id = claim.id
    AND x.confidence IN ('confirmed', 'probable') AND may_read(x.access, $2::smallint[]))
  THEN is_unverified(claim.id, $2::smallint[], ${asOf}) ELSE true END`;

export const isContested = (asOf: string): string => `
  CASE WHEN (SELECT min(x.confidence) <> max(x.confidence) FROM assessment x
    WHERE x.claim_id = claim.id AND may_read(x.access, $2::smallint[]))
  THEN is_contested(claim.id, $2::smallint[], ${asOf}) ELSE false END`;
