import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Attribution } from '../common/principal.js';
import { invalid, Problem } from '../common/problem.js';
import { statement } from '../database/statement.js';
import { type Activity, Ledger } from '../provenance/ledger.js';
import { reviseRecord } from '../provenance/revise-record.js';
import { ReleaseEntity } from './release.entity.js';
import { checkDecision } from './release.rules.js';
import type { DecideReleaseDto, ProposeReleaseDto } from './releases.dto.js';

// What is closed by the restriction but was not restricted itself: only what was drawn from it can be released.
const reached = statement(
  'releases.reached',
  `SELECT r.record_id = $2 OR c.table_name IN ('passage', 'revision', 'testimony') AS itself
   FROM restricted_record c JOIN restriction r ON r.id = c.restriction_id AND may_read(r.access, $4::smallint[])
   WHERE c.restriction_id = $1 AND c.record_id = $2 AND c.table_name = $3`,
);

const standing = statement(
  'releases.standing',
  `SELECT FROM release WHERE restriction_id = $1 AND record_id = $2 AND state IN ('proposed', 'approved')`,
);

/** Publishes what was drawn from restricted words: never by one person alone. */
@Injectable()
export class ReleasesService {
  constructor(private readonly ledger: Ledger) {}

  propose(by: Attribution, wanted: ProposeReleaseDto): Promise<string> {
    return this.ledger.record({ type: 'release.propose', by }, (activity) => this.write(activity, wanted));
  }

  async write({ rows, manager, by }: Activity, wanted: ProposeReleaseDto): Promise<string> {
    const { restrictionId, kind, recordId, because } = wanted;
    const [closed] = await rows<{ itself: boolean }>(reached, [restrictionId, recordId, kind, by.clearance]);
    if (closed?.itself !== false) {
      const expected = 'a record drawn from what the restriction closes';
      const found =
        closed === undefined
          ? 'one that it does not close'
          : 'the restricted words themselves: end the restriction instead';
      throw invalid([{ pointer: '/recordId', code: 'release.not_derived', expected, found }]);
    }
    if ((await rows(standing, [restrictionId, recordId])).length > 0) {
      throw new Problem(409, 'release.stands', 'Its release was proposed or approved already.');
    }
    const id = randomUUID();
    await manager.insert(ReleaseEntity, {
      id,
      restrictionId,
      kind,
      recordId,
      because,
      proposedById: by.agentId,
    });
    return id;
  }

  decide(by: Attribution, id: string, version: number, { state, because }: DecideReleaseDto): Promise<void> {
    const changes = { state, decidedBecause: because, decidedById: by.agentId };
    return this.ledger.record({ type: 'release.decide', by }, (activity) =>
      reviseRecord(activity, ReleaseEntity, 'release', { id, version }, changes, (current) =>
        checkDecision(current, state, by.agentId),
      ),
    );
  }
}
