import type { Clearance } from '../common/principal.js';
import { Injectable } from '@nestjs/common';
import { JsonDocument } from '../common/json-document.js';
import { DEFAULT_LIMIT } from '../common/page.js';
import { notFound } from '../common/problem.js';
import { Reader } from '../database/reader.js';
import { statement } from '../database/statement.js';
import { currentTable, NOW, type TableAt, tableAsOf } from '../provenance/as-of.js';
import { type Moment, momentAsOf } from '../provenance/moment.js';
import { TestimoniesQueries } from '../testimonies/testimonies.queries.js';
import { comparedClaims, type ShownClaim } from './compared-claims.js';
import { contradictionRows } from './contradiction-document.js';
import type { SuggestionsQuery } from './suggestions.dto.js';
import { type Suggestion, suggestionsAmong } from './suggestions.rules.js';
import type { SuggestionState } from './vocabularies.js';

/** Weaker ones than the first so many are not looked at. */
const MOST_SUGGESTIONS = 1000;

const testimonyIsReadable = statement(
  'suggestions.testimony_is_readable',
  'SELECT FROM testimony WHERE id = $1 AND may_read(access, $2::smallint[])',
);

/** What is recorded of pairs already: $1 and $3 their claims, $4 the rules. */
const recordedOf = (at: TableAt, asOf: string): string => `
   SELECT (
       SELECT x.id FROM ${at('contradiction_claim', 'claim_id', 'pair.one')} a
       JOIN contradiction_claim b ON b.contradiction_id = a.contradiction_id AND b.claim_id = pair.other
         AND may_read(b.access, $2::smallint[])
       JOIN contradiction x ON x.id = a.contradiction_id AND may_read(x.access, $2::smallint[])
       WHERE a.claim_id = pair.one AND may_read(a.access, $2::smallint[])
       ORDER BY x.sequence LIMIT 1) AS contradiction,
     (SELECT json_build_object('state', d.state, 'because', d.because, 'activity', activity_reference(d.activity_id))
       FROM suggestion_decision d
       WHERE d.claim_id = least(pair.one, pair.other) AND d.other_claim_id = greatest(pair.one, pair.other)
         AND d.rule = pair.rule AND may_read(d.access, $2::smallint[])
         AND stood_at(d.activity_id, NULL, ${asOf})) AS decision
   FROM unnest($1::uuid[], $3::uuid[], $4::text[]) WITH ORDINALITY AS pair (one, other, rule, position)
   ORDER BY pair.position`;

const recordedNow = statement('suggestions.recorded', recordedOf(currentTable, NOW));
const recordedThen = statement(
  'suggestions.recorded_as_of',
  recordedOf(tableAsOf('$5::bigint[]'), '$5::bigint[]'),
);

const decision = statement(
  'suggestions.decision',
  `SELECT json_build_object('id', d.id, 'rule', d.rule, 'claims', json_build_array(
      json_build_object('id', a.id, 'number', a.number, 'statement', a.statement),
      json_build_object('id', b.id, 'number', b.number, 'statement', b.statement)),
    'state', d.state, 'because', d.because,
    'contradiction', (SELECT opened.body::json
      FROM (${contradictionRows(currentTable, 'contradiction x', 'x.id = d.contradiction_id')}) opened),
    'activity', activity_reference(d.activity_id))::text AS body
   FROM suggestion_decision d
   JOIN claim a ON a.id = d.claim_id AND may_read(a.access, $2::smallint[])
   JOIN claim b ON b.id = d.other_claim_id AND may_read(b.access, $2::smallint[])
   WHERE d.id = $1 AND may_read(d.access, $2::smallint[])`,
);

interface Recorded {
  contradiction: string | null;
  decision: { state: SuggestionState } | null;
}

@Injectable()
export class SuggestionsQueries {
  constructor(
    private readonly reader: Reader,
    private readonly testimonies: TestimoniesQueries,
  ) {}

  /** What the rules make of a testimony's claims as they stand, or stood: computed for each reader from what that one may see. */
  async suggestions(wanted: SuggestionsQuery, clearance: Clearance): Promise<JsonDocument> {
    const testimonyId = await this.testimonies.idOf(wanted.testimony);
    const asOf = await momentAsOf(this.reader, wanted.asOf, clearance);
    const compared = await comparedClaims(this.reader, testimonyId, clearance, asOf);
    if (compared.claims.length === 0) await this.checkReadable(testimonyId, clearance);
    const found = suggestionsAmong(compared.claims);
    const ofRule = found.suggestions
      .filter(({ rule }) => wanted.rule === undefined || rule === wanted.rule)
      .slice(0, MOST_SUGGESTIONS);
    const records = await this.recorded(ofRule, clearance, asOf);
    const items = ofRule
      .map((suggestion, n) => ({ suggestion, ...(records[n] ?? { contradiction: null, decision: null }) }))
      .filter((item) => isWanted(item, wanted));
    return new JsonDocument(
      JSON.stringify({
        items: items.slice(0, wanted.limit ?? DEFAULT_LIMIT).map(shownSuggestion),
        total: items.length,
        compared: compared.claims.length,
        complete: compared.complete && found.complete,
      }),
    );
  }

  async decision(id: string, clearance: Clearance): Promise<JsonDocument> {
    const [row] = await this.reader.rows<{ body: string }>(decision, [id, clearance]);
    if (row === undefined) throw notFound('decision');
    return new JsonDocument(row.body);
  }

  private recorded(
    suggestions: Suggestion[],
    clearance: Clearance,
    asOf: Moment | null,
  ): Promise<Recorded[]> {
    const values = [
      suggestions.map(({ claims }) => claims[0].id),
      clearance,
      suggestions.map(({ claims }) => claims[1].id),
      suggestions.map(({ rule }) => rule),
    ];
    return asOf === null
      ? this.reader.rows<Recorded>(recordedNow, values)
      : this.reader.rows<Recorded>(recordedThen, [...values, asOf]);
  }

  private async checkReadable(testimonyId: string, clearance: Clearance): Promise<void> {
    const rows = await this.reader.rows(testimonyIsReadable, [testimonyId, clearance]);
    if (rows.length === 0) throw notFound('testimony');
  }
}

/** What has been dealt with is left out unless it is asked for: what was accepted is a case by now. */
function isWanted(
  { contradiction, decision: made }: Recorded,
  { recorded: withCases = false, decided = false }: SuggestionsQuery,
): boolean {
  if (made?.state === 'dismissed') return decided;
  if (made?.state === 'accepted') return decided || withCases;
  return contradiction === null || withCases;
}

function shownSuggestion({
  suggestion: { rule, claims, because },
  contradiction,
  decision: made,
}: Recorded & { suggestion: Suggestion<ShownClaim> }): object {
  return {
    rule,
    claims: claims.map(({ id, number, pointer, reference, statement: said, told }) => ({
      id,
      number,
      pointer,
      testimony: reference,
      statement: said,
      date: told,
    })),
    because,
    contradiction,
    decision: made,
  };
}
