/**
 * Whether one may see a citation `c`: it and what it cites. A citation of something hidden is not there, neither
 * to be read nor to be counted.
 * @param clearance the parameter that holds it, such as `$2`
 */
export function readableCitation(clearance: string): string {
  return `may_read(c.access, ${clearance}::smallint[])
    AND NOT EXISTS (SELECT FROM source x WHERE x.id = c.source_id AND NOT may_read(x.access, ${clearance}::smallint[]))
    AND NOT EXISTS (SELECT FROM claim x WHERE x.id = c.cited_claim_id
      AND NOT may_read(x.access, ${clearance}::smallint[]))
    AND NOT EXISTS (SELECT FROM passage x WHERE x.id = c.cited_passage_id
      AND NOT may_read(x.access, ${clearance}::smallint[]))`;
}
