import { Injectable } from '@nestjs/common';
import type { Owner } from '../authorities/owner.js';
import { type SaidSame, SameAsService } from '../authorities/same-as.service.js';
import type { Attribution } from '../common/principal.js';
import { statement } from '../database/statement.js';
import type { StateReachabilityDto } from '../lives/reachability.dto.js';
import { stopOf } from '../lives/reachability.rules.js';
import { ReachabilityService } from '../lives/reachability.service.js';
import { type Activity, Ledger } from '../provenance/ledger.js';

// Also what the one who says so may not see: who must not be asked must not be asked by anybody. The reason stays with the
// statement, which not everybody who sees the lead may see.
const closeLeads = statement(
  'lead_stops.close',
  `UPDATE lead l SET state_because = $3, next_step = NULL, next_step_owner_id = NULL, next_step_due_words = NULL,
     next_step_due_edtf = NULL, next_step_due_span = NULL,
     -- An institution that was one person is gone with him.
     state = CASE WHEN l.kind = 'institution' AND $2 = 'died' THEN 'lost' ELSE $2 END
   WHERE l.id = ANY (ARRAY(SELECT his.id FROM same_person($1) person (id),
       LATERAL (SELECT t.id FROM lead t WHERE t.agent_id = person.id OFFSET 0) his))
     AND l.state NOT IN ($2, 'died')
     AND (l.kind = 'person' OR l.kind = 'institution' AND NOT ($2 = 'died' AND l.state = 'lost'))`,
);

const REASONS = { died: 'The person died.', declined: 'The person asked not to be contacted.' };
const REASONS_OF_MERGE = {
  died: 'The record was found to be of a person who died.',
  declined: 'The record was found to be of a person who asked not to be contacted.',
};

/** What is said of whether somebody can be reached, and what it stops: all leads on that person, in the same activity. */
@Injectable()
export class LeadStopsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly reachability: ReachabilityService,
    private readonly sameAs: SameAsService,
  ) {}

  state(by: Attribution, agentId: string, wanted: StateReachabilityDto): Promise<string> {
    return this.ledger.record({ type: 'reachability.record', by }, (activity) =>
      this.write(activity, agentId, wanted),
    );
  }

  /** @returns the statement */
  async write(activity: Activity, agentId: string, wanted: StateReachabilityDto): Promise<string> {
    const { id, current } = await this.reachability.write(activity, agentId, wanted);
    const stop = stopOf(wanted.state);
    // What was so once, before something else was said of a later time, stops nothing now.
    if (stop !== null && current === wanted.state) {
      await activity.rows(closeLeads, [agentId, stop, REASONS[stop]]);
    }
    return id;
  }

  /**
   * Says that two records are, or perhaps are, of one person or place. Where the person must not be asked, by what is
   * said of either of them, the leads on both close.
   * @returns the statement
   */
  merge(by: Attribution, own: Owner, said: SaidSame): Promise<string> {
    return this.ledger.record({ type: 'same_as.record', by }, async (activity) => {
      const id = await this.sameAs.write(activity, own, said);
      if (own.kind === 'place' || said.certainty === 'perhaps') return id;
      const state = await this.reachability.hold(activity, own.id);
      const stop = state === null ? null : stopOf(state);
      if (stop !== null) await activity.rows(closeLeads, [own.id, stop, REASONS_OF_MERGE[stop]]);
      return id;
    });
  }
}
