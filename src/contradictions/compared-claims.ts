import type { Clearance } from '../common/principal.js';
import type { Queryable } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, type TableAt, tableAsOf } from '../provenance/as-of.js';
import type { Moment } from '../provenance/moment.js';
import type { ComparedClaim } from './suggestions.rules.js';

/** More of a testimony's claims than this, and more claims of others, are not compared. */
export const MOST_CLAIMS = 1000;
/** Whoever or whatever more claims than this speak of (Japan, the narrator) says little of what a claim is about. */
const MOST_MENTIONS = 500;

/** LATERAL takes a query, or all rows of a table: what is looked up is then said by the join. */
const lateral = (table: string): string => (table.startsWith('(') ? table : `(SELECT * FROM ${table})`);

const testimonyOfClaim = `
  SELECT * FROM testimony WHERE id = c.testimony_id AND may_read(access, $2::smallint[]) OFFSET 0`;

/** Up to $4 claims that mention what `column` names, or none where there are more. */
const mentioning = (at: TableAt, column: string): string => `
  SELECT unnest(found.claims) AS claim_id FROM named n
  CROSS JOIN LATERAL (SELECT array_agg(m.claim_id) AS claims FROM (
    SELECT m.claim_id FROM ${at('mention', column, `n.${column}`)} m
    WHERE m.${column} = n.${column} AND may_read(m.access, $2::smallint[])
    LIMIT $4::integer + 1) m) found
  WHERE cardinality(found.claims) <= $4::integer`;

const people = (at: TableAt): string => `
  SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', coalesce(g.name, g.description),
    'names', array_remove(ARRAY[g.name, m.words], NULL)) ORDER BY m.position, m.id), '[]')
  FROM ${at('mention', 'claim_id', 'c.id')} m JOIN agent g ON g.id = m.agent_id AND may_read(g.access, $2::smallint[])
  WHERE m.claim_id = c.id AND may_read(m.access, $2::smallint[])`;

// One more of each than is compared, to know whether there are more. Names of people and testimonies are those of today.
const compared = (at: TableAt): string => `
   WITH own AS MATERIALIZED (
     SELECT c.id FROM ${at('claim', 'testimony_id', '$1')} c
     WHERE c.testimony_id = $1 AND may_read(c.access, $2::smallint[])
     ORDER BY c.number LIMIT $3::integer + 1
   ), named AS MATERIALIZED (
     SELECT DISTINCT g.id AS agent_id, p.id AS place_id
     FROM own JOIN LATERAL ${lateral(at('mention', 'claim_id', 'own.id'))} m ON m.claim_id = own.id AND may_read(m.access, $2::smallint[])
     LEFT JOIN agent g ON g.id = m.agent_id AND may_read(g.access, $2::smallint[])
     LEFT JOIN place p ON p.id = m.place_id AND may_read(p.access, $2::smallint[])
   ), mentioned AS MATERIALIZED (
     SELECT claim_id FROM (${mentioning(at, 'agent_id')} UNION ${mentioning(at, 'place_id')}) found
   ), other AS MATERIALIZED (
     SELECT c.id FROM mentioned JOIN LATERAL ${lateral(at('claim', 'id', 'mentioned.claim_id'))} c ON c.id = mentioned.claim_id AND may_read(c.access, $2::smallint[])
     CROSS JOIN LATERAL (${testimonyOfClaim}) t
     WHERE c.testimony_id <> $1
     ORDER BY t.sequence, c.number LIMIT $3::integer + 1
   )
   SELECT c.id, t.accession || ' #' || c.number AS pointer, t.sequence::integer AS testimony, c.number,
     c.testimony_id = $1 AS own, c.statement, c.kind,
     CASE WHEN c.date_span IS NOT NULL THEN json_build_object('words', c.date_edtf,
       'first', lower(c.date_span) - DATE '1970-01-01', 'last', upper(c.date_span) - 1 - DATE '1970-01-01') END AS date,
     told_date(c.date_words, c.date_edtf, c.date_span) AS told,
     json_build_object('id', t.id, 'accession', t.accession) AS reference, (${people(at)}) AS people
   FROM (SELECT id FROM own UNION ALL SELECT id FROM other) wanted
   JOIN LATERAL ${lateral(at('claim', 'id', 'wanted.id'))} c ON c.id = wanted.id
   CROSS JOIN LATERAL (${testimonyOfClaim}) t
   ORDER BY t.sequence, c.number`;

const comparedNow = statement('suggestions.compared_claims', compared(currentTable));
const comparedThen = statement('suggestions.compared_claims_as_of', compared(tableAsOf('$5::bigint[]')));

/** A claim as the rules look at it, and as it is shown then. */
export interface ShownClaim extends ComparedClaim {
  told: object | null;
  reference: { id: string; accession: string };
}

export interface ComparedClaims {
  claims: ShownClaim[];
  /** False where there are more than are compared */
  complete: boolean;
}

/**
 * The claims of a testimony that one may see, and those of others that mention the same people, organisations or
 * places. None where there is no such testimony.
 * @param asOf the moment; null for now
 */
export async function comparedClaims(
  reader: Queryable,
  testimonyId: string,
  clearance: Clearance,
  asOf: Moment | null,
): Promise<ComparedClaims> {
  const values = [testimonyId, clearance, MOST_CLAIMS, MOST_MENTIONS];
  const rows =
    asOf === null
      ? await reader.rows<ShownClaim>(comparedNow, values)
      : await reader.rows<ShownClaim>(comparedThen, [...values, asOf]);
  const own = rows.filter((claim) => claim.own);
  const others = rows.filter((claim) => !claim.own);
  return {
    claims: [...own.slice(0, MOST_CLAIMS), ...others.slice(0, MOST_CLAIMS)],
    complete: own.length <= MOST_CLAIMS && others.length <= MOST_CLAIMS,
  };
}
