import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { checkReferences } from '../access/readable-references.js';
import { ClaimEntity } from '../claims/claim.entity.js';
import type { Attribution } from '../common/principal.js';
import { invalid, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { comparedClaims } from './compared-claims.js';
import { ContradictionsService } from './contradictions.service.js';
import type { DecideSuggestionDto } from './suggestions.dto.js';
import { type Suggestion, suggestionsAmong } from './suggestions.rules.js';

/** Nothing where the pair is decided already; who decides at the same moment waits here for the first. */
const insertDecision = statement(
  'suggestions.insert_decision',
  `INSERT INTO suggestion_decision (rule, claim_id, other_claim_id, state, because, contradiction_id, access)
   VALUES ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $4, $5, $6, $7)
   ON CONFLICT ON CONSTRAINT uq__suggestion_decision__claims DO NOTHING
   RETURNING id`,
);

/** What becomes of suggestions. */
@Injectable()
export class SuggestionsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly cases: ContradictionsService,
  ) {}

  /** @returns the id of the decision */
  decide(by: Attribution, wanted: DecideSuggestionDto): Promise<string> {
    const act = { type: 'suggestion.decide', by, note: wanted.because } as const;
    return this.ledger.record(act, (activity) => this.write(activity, wanted));
  }

  private async write(
    activity: Activity,
    { rule, claimIds, state, because }: DecideSuggestionDto,
  ): Promise<string> {
    await checkReferences(
      activity,
      claimIds.map((id, n) => ({ table: 'claim', id, pointer: `/claimIds/${n}` })),
    );
    const claims = await activity.manager.find(ClaimEntity, {
      where: { id: In(claimIds) },
      select: { id: true, testimonyId: true, access: true },
    });
    const testimonies = [...new Set(claims.map(({ testimonyId }) => testimonyId))].sort();
    const suggestion = await findSuggestion(activity, testimonies, { rule, claimIds });
    const contradictionId =
      state === 'accepted'
        ? await this.cases.write(activity, { statement: suggestion.because, rationale: because, claimIds })
        : null;
    const access = Math.max(...claims.map((claim) => claim.access));
    const [decision] = await activity.rows<{ id: string }>(insertDecision, [
      rule,
      ...claimIds,
      state,
      because,
      contradictionId,
      access,
    ]);
    if (decision === undefined) {
      throw new Problem(409, 'suggestion.decided', 'Somebody has decided about this suggestion already.');
    }
    return decision.id;
  }
}

/** The suggestion as the writer would be shown it, asking about the testimony of the one claim or of the other. */
async function findSuggestion(
  activity: Activity,
  testimonies: string[],
  { rule, claimIds }: Pick<DecideSuggestionDto, 'rule' | 'claimIds'>,
): Promise<Suggestion> {
  for (const testimonyId of testimonies) {
    const { claims } = await comparedClaims(activity, testimonyId, activity.by.clearance, null);
    const found = suggestionsAmong(claims).suggestions.find(
      (suggestion) => suggestion.rule === rule && suggestion.claims.every(({ id }) => claimIds.includes(id)),
    );
    if (found !== undefined) return found;
  }
  throw invalid([
    {
      pointer: '/claimIds',
      code: 'suggestion.unknown',
      expected: 'two claims of which the rule suggests that they contradict each other',
      found: 'two of which it does not',
    },
  ]);
}
